import { peer, regionNames } from 'types.bicep'

param location string
param tags object
param appTags object
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

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: names.identity
  location: location
  tags: tags
}

module storage 'storage.bicep' = {
  params: {
    location: location
    tags: tags
    name: names.storage
    identityName: names.identity
  }
  dependsOn: [identity]
}

module telemetry 'telemetry-access.bicep' = {
  params: {
    insightsName: insightsName
    identityName: names.identity
  }
  dependsOn: [identity]
}

module app 'function-app.bicep' = {
  params: {
    location: location
    tags: appTags
    names: names
    insightsName: insightsName
    workspaceName: workspaceName
    frontDoorId: frontDoorId
    deployFrom: deployFrom
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyInstances: alwaysReadyInstances
    requestsPerInstance: requestsPerInstance
    maximumInstances: maximumInstances
    historySchedule: historySchedule
    databaseHost: databaseHost
    cacheEndpoint: cacheEndpoint
    appSettings: appSettings
    source: source
    peers: peers
    watchPeers: watchPeers
  }
  // The host reads its storage and sends telemetry as soon as it starts, so the roles come first.
  dependsOn: [storage, telemetry]
}

output hostName string = app.outputs.hostName
