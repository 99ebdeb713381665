// An example that main.bicep does not deploy: the health app beside the app on one host name, by a path rule. For an
// existing gateway, copy the parts named health: the pool, its settings, its probe, and the path rule. ../docs/where-the-verdict-counts.md has the rest.

@description('The name of the gateway and of its public address.')
param name string

param location string = resourceGroup().location

@description('A subnet of its own, in the form /subscriptions/…/subnets/NAME. Requests reach the apps from there, so Health__TrustedProxies has to contain its network.')
param subnetId string

@description('The host name that users and Front Door request.')
param hostName string

@description('Its certificate, as the id of a secret in Key Vault without a version, so that a renewed certificate is used.')
param certificateId string

@description('A user-assigned identity that may read this secret.')
param identityId string

@description('The host name of the app that serves users, over HTTPS.')
param appHostName string

@description('The host name of the health app, over HTTPS.')
param healthHostName string

@description('The path at which the gateway probes whether the app answers at all: 200 to 399.')
param appProbePath string = '/'

@description('The timeout for a verdict: more than twice the longest timeout of a check, which is 2 s by default.')
@minValue(1)
@maxValue(240)
param verdictTimeoutInSeconds int = 10

@description('The timeout for any other answer.')
@minValue(1)
@maxValue(240)
param appTimeoutInSeconds int = 30

var https = {
  port: 443
  protocol: 'Https'
  cookieBasedAffinity: 'Disabled'
  pickHostNameFromBackendAddress: true
}

var probe = {
  protocol: 'Https'
  pickHostNameFromBackendHttpSettings: true
  interval: 30
  timeout: 10
  unhealthyThreshold: 3
  minServers: 0
}

resource address 'Microsoft.Network/publicIPAddresses@2025-05-01' = {
  name: name
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/applicationGateways@2025-05-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    sku: {
      name: 'Standard_v2'
      tier: 'Standard_v2'
    }
    autoscaleConfiguration: {
      minCapacity: 1
      maxCapacity: 10
    }
    sslPolicy: {
      policyType: 'Predefined'
      policyName: 'AppGwSslPolicy20220101'
    }
    gatewayIPConfigurations: [
      {
        name: 'subnet'
        properties: { subnet: { id: subnetId } }
      }
    ]
    frontendIPConfigurations: [
      {
        name: 'public'
        properties: { publicIPAddress: { id: address.id } }
      }
    ]
    frontendPorts: [
      {
        name: 'https'
        properties: { port: 443 }
      }
    ]
    sslCertificates: [
      {
        name: 'site'
        properties: { keyVaultSecretId: certificateId }
      }
    ]
    httpListeners: [
      {
        name: 'site'
        properties: {
          protocol: 'Https'
          hostName: hostName
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendIPConfigurations', name, 'public')
          }
          frontendPort: { id: resourceId('Microsoft.Network/applicationGateways/frontendPorts', name, 'https') }
          sslCertificate: { id: resourceId('Microsoft.Network/applicationGateways/sslCertificates', name, 'site') }
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'site'
        properties: {
          ruleType: 'PathBasedRouting'
          priority: 100
          httpListener: { id: resourceId('Microsoft.Network/applicationGateways/httpListeners', name, 'site') }
          urlPathMap: { id: resourceId('Microsoft.Network/applicationGateways/urlPathMaps', name, 'site') }
        }
      }
    ]
    urlPathMaps: [
      {
        name: 'site'
        properties: {
          defaultBackendAddressPool: { id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', name, 'app') }
          defaultBackendHttpSettings: {
            id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', name, 'app')
          }
          pathRules: [
            {
              name: 'health'
              properties: {
                // Not /api/health*: a star is only allowed after a slash, and /api/healthy belongs to the app.
                paths: ['/api/health', '/api/health/*']
                backendAddressPool: { id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', name, 'health') }
                backendHttpSettings: {
                  id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', name, 'health')
                }
              }
            }
          ]
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'app'
        properties: { backendAddresses: [{ fqdn: appHostName }] }
      }
      {
        name: 'health'
        properties: { backendAddresses: [{ fqdn: healthHostName }] }
      }
    ]
    backendHttpSettingsCollection: [
      {
        name: 'app'
        properties: {
          ...https
          requestTimeout: appTimeoutInSeconds
          probe: { id: resourceId('Microsoft.Network/applicationGateways/probes', name, 'app') }
        }
      }
      {
        name: 'health'
        properties: {
          ...https
          requestTimeout: verdictTimeoutInSeconds
          probe: { id: resourceId('Microsoft.Network/applicationGateways/probes', name, 'health') }
        }
      }
    ]
    probes: [
      {
        name: 'app'
        properties: {
          ...probe
          path: appProbePath
          match: { statusCodes: ['200-399'] }
        }
      }
      {
        name: 'health'
        properties: {
          ...probe
          // Not the verdict: a verdict of DOWN would remove the health app from its pool, and the answer would be a 502 without
          // a reason. And not /, the gateway's default: a health app answers it with 404, so it would never be in the pool.
          path: '/api/health/live'
          match: { statusCodes: ['200'] }
        }
      }
    ]
  }
}

@description('For the DNS record of the host name.')
output address string = address.properties.ipAddress
