import { origin, probeSettings } from 'types.bicep'

param tags object
param frontDoorName string
param endpointName string
param originGroupName string
param origins origin[]
param probe probeSettings

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: frontDoorName
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

resource originGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: originGroupName
  properties: {
    sessionAffinityState: 'Disabled'
    healthProbeSettings: {
      probePath: probe.path
      // HEAD has the status of GET and no body, and bodies are billed as egress to every edge.
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

  resource members 'origins' = [
    for member in origins: {
      name: member.name
      properties: {
        hostName: member.hostName
        originHostHeader: member.hostName
        httpsPort: 443
        priority: member.priority
        weight: member.weight
        enabledState: 'Enabled'
        enforceCertificateNameCheck: true
      }
    }
  ]
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
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

output hostName string = endpoint.properties.hostName
