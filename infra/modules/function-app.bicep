import { peer, regionNames } from 'types.bicep'
import { packageContainer } from 'storage.bicep'

param location string
param tags object
param names regionNames
param insightsName string
param workspaceName string
param frontDoorId string
param deployFrom string[]
param instanceMemoryMB int
param alwaysReadyInstances int
param requestsPerInstance int
param maximumInstances int
param historySchedule string
param databaseHost string
param cacheEndpoint string
param appSettings object
param source string
param peers peer[]
param watchPeers bool

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: names.identity
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

var clientId = identity.properties.clientId
var tableService = 'https://${names.storage}.table.${environment().suffixes.storage}'

var hostSettings = {
  AzureWebJobsStorage__accountName: names.storage
  AzureWebJobsStorage__tableServiceUri: tableService
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
  AZURE_CLIENT_ID: clientId
}

// The trigger's schedule is %HistorySchedule%; without a value its function does not start.
var healthSettings = {
  HistorySchedule: historySchedule
  Health__FrontDoorId: frontDoorId
  Health__History__Source: source
  Health__Tables__default__ConnectionString: tableService
  Health__Tables__default__ClientId: clientId
}

var databaseSettings = empty(databaseHost)
  ? {}
  : {
      Health__Databases__default__ConnectionString: 'Host=${databaseHost};Database=postgres;Username=${names.identity};SSL Mode=VerifyFull'
      Health__Databases__default__Identity: 'Entra'
      Health__Databases__default__ClientId: clientId
    }

var cacheSettings = empty(cacheEndpoint)
  ? {}
  : {
      Health__Caches__default__ConnectionString: '${cacheEndpoint},ssl=true'
      Health__Caches__default__Identity: 'Entra'
      Health__Caches__default__ClientId: clientId
    }

var fleetSettings = toObject(
  peers,
  other => 'Health__Fleet__${other.name}',
  other => 'https://${other.storage}.table.${environment().suffixes.storage}'
)

// A call at the app's own host: through Front Door another region would answer.
var watchSettings = watchPeers
  ? toObject(peers, other => 'Health__Fleet__${other.name}__Url', other => 'https://${other.app}.azurewebsites.net/api/health/live')
  : {}

// Regions that have another name in service tags than elsewhere.
var tagNames = {
  brazilsoutheast: 'brazilse'
  francecentral: 'centralfrance'
  francesouth: 'southfrance'
  germanynorth: 'germanyn'
  germanywestcentral: 'germanywc'
  norwayeast: 'norwaye'
  norwaywest: 'norwayw'
  switzerlandnorth: 'switzerlandn'
  switzerlandwest: 'switzerlandw'
}
var peerTags = watchPeers ? map(peers, other => 'AzureCloud.${tagNames[?other.name] ?? other.name}') : []

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: names.plan
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: names.app
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    publicNetworkAccess: 'Enabled'
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${names.storage}.blob.${environment().suffixes.storage}/${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
        triggers: {
          http: { perInstanceConcurrency: requestsPerInstance }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
      // The tag alone admits every customer's Front Door, and the header alone can be forged, so both are required.
      // Watching peers admits whole regions of Azure, for which the app itself answers health/live and nothing else.
      ipSecurityRestrictions: [
        for (tag, i) in concat(['AzureFrontDoor.Backend'], peerTags): {
          name: i == 0 ? 'front-door' : 'peer-${i}'
          description: i == 0 ? 'This Front Door profile only' : 'Other regions, which watch health/live'
          action: 'Allow'
          priority: 100 + i
          tag: 'ServiceTag'
          ipAddress: tag
          headers: i == 0 ? { 'x-azure-fdid': [frontDoorId] } : {}
        }
      ]
      ipSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictions: [
        for (network, i) in deployFrom: {
          name: 'deploy-${i}'
          action: 'Allow'
          priority: 100 + i
          ipAddress: contains(network, '/') ? network : '${network}/${contains(network, ':') ? 128 : 32}'
        }
      ]
      scmIpSecurityRestrictionsDefaultAction: 'Deny'
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(healthSettings, fleetSettings, watchSettings, databaseSettings, cacheSettings, appSettings, hostSettings)
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

// Application Insights does not get faults from before the app can reach it, such as a setting that stops the start.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-log-analytics'
  properties: {
    workspaceId: workspace.id
    logs: [
      { category: 'FunctionAppLogs', enabled: true }
    ]
  }
}

output hostName string = app.properties.defaultHostName
