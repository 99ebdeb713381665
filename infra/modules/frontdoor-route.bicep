import { origin, probeSettings } from 'types.bicep'

param frontDoorName string
param endpointName string
param origins origin[]
param probe probeSettings

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: frontDoorName

  resource endpoint 'afdEndpoints' existing = {
    name: endpointName
  }
}

resource originGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'regions'
  properties: {
    sessionAffinityState: 'Disabled'
    healthProbeSettings: {
      probePath: probe.path
      // HEAD has the status of GET and no body, and bodies are billed as egress of every edge.
      probeRequestType: 'HEAD'
      probeProtocol: 'Https'
      probeIntervalInSeconds: probe.intervalInSeconds
    }
    loadBalancingSettings: {
      sampleSize: probe.sampleSize
      successfulSamplesRequired: probe.successfulSamplesRequired
      additionalLatencyInMilliseconds: probe.additionalLatencyInMilliseconds
    }
  }

  // Equal in priority and weight: latency and health alone decide.
  resource members 'origins' = [
    for member in origins: {
      name: member.name
      properties: {
        hostName: member.hostName
        originHostHeader: member.hostName
        httpsPort: 443
        priority: 1
        weight: 1000
        enabledState: 'Enabled'
        enforceCertificateNameCheck: true
      }
    }
  ]
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: profile::endpoint
  name: 'all'
  properties: {
    originGroup: { id: originGroup.id }
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
    // No cacheConfiguration: a cached verdict is a wrong one.
  }
  // A route to an empty group is refused.
  dependsOn: [originGroup::members]
}
