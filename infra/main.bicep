targetScope = 'subscription'

import { databaseAdministrator, existingOrigin, probeSettings, regionName } from 'modules/types.bicep'

@description('Names everything that is created. azd passes the name of its environment.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('The regions to serve from, nearest to the operator first: each gets its own app, storage and identity, and is one origin of Front Door. One region works, but Front Door then sends everything there, whatever the results of the probes are.')
@minLength(1)
param locations string[]

@description('Addresses or networks (CIDR) from which code may be deployed. Empty closes the deployment site to everyone, azd deploy included.')
param deployFrom string[]

@description('Further app settings of the app in every region, such as Health__Endpoints__web__Url. Never a secret: use an identity, or a Key Vault reference.')
param appSettings object = {}

@description('When the history is recorded: six NCRONTAB fields, seconds first, UTC. Once a minute fills each minute of the stored day.')
param historySchedule string = '0 * * * * *'

@description('The regions watch each other: each calls the health/live of the others once a minute, so that the death of one is seen. It opens the platform in front of each app to all addresses of the other regions of Azure; the app itself still answers them nothing but health/live.')
param watchRegions bool = false

@description('Memory of an instance. An instance that is probed all day is billed for it all day, and the app needs little; 2048 buys a whole core instead of a quarter.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 512

@description('Instances for HTTP that never sleep, in each region. Front Door probes all the time, so one instance runs all day anyway; if it is always ready, it is billed at the lower rate and no verdict waits for a cold start.')
@minValue(0)
param alwaysReadyInstances int = 1

@description('Requests that one instance accepts at once. High, because requests share runs only within an instance: fewer instances call the dependencies less.')
@minValue(1)
@maxValue(1000)
param requestsPerInstance int = 100

@description('The maximum number of instances in a region; it limits the bill and the load on the dependencies, one run at a time per instance.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Premium adds managed web firewall rules and Private Link to origins; health probes are the same in both.')
@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param frontDoorSku string = 'Standard_AzureFrontDoor'

@description('How Front Door probes each origin.')
param probe probeSettings = {
  path: '/api/health'
  intervalInSeconds: 30
  sampleSize: 4
  successfulSamplesRequired: 3
  additionalLatencyInMilliseconds: 50
}

@description('Existing apps that embed HealthFunction and serve users. They become the origins of their own group behind their own endpoint, and each is probed on the host that serves, so the verdict of an app steers its users. The app that is deployed here is not a member of that group: it would get users and has nothing for them.')
param existingOrigins existingOrigin[] = []

@description('The path of the verdict in these apps: the prefix that they give to HealthFunction, and /health. All apps of the group share it, because Front Door has one probe per group.')
param existingOriginsProbePath string = '/api/health'

@description('How long Front Door waits for an answer of the app. The app answers /api/health within its own deadline of 2 s; the rest is for a cold start and for long histories.')
@minValue(16)
@maxValue(240)
param responseTimeoutInSeconds int = 30

@description('The address that gets the alerts by mail. Empty: alerts show in the portal only.')
param alertEmail string = ''

@description('The daily maximum for Log Analytics, in GB. Every probe of every edge is a logged request, 550,000 a day and region; when the maximum is reached, the log alert does not work until the next day, but the Front Door alert does.')
@minValue(1)
param dailyLogQuotaInGB int = 5

@description('For a try-out: a small PostgreSQL server in the first region that every region checks.')
param tryOutDatabase bool = false

@description('For a try-out: a small Azure Managed Redis in the first region that every region checks.')
param tryOutCache bool = false

@description('The user who may create database users on the try-out server. Only used with tryOutDatabase.')
param tryOutDatabaseAdministrator databaseAdministrator = { objectId: '', name: '' }

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().subscriptionId, environmentName, locations[0]))
var regions = [
  for location in locations: {
    location: location
    suffix: toLower(uniqueString(subscription().subscriptionId, environmentName, location))
  }
]
var regionNames = [
  for region in regions: {
    app: 'func-${region.suffix}'
    plan: 'plan-${region.suffix}'
    identity: 'id-${region.suffix}'
    storage: 'st${region.suffix}'
  }
]
var fleet = [
  for (location, i) in locations: {
    name: regionName(location)
    app: regionNames[i].app
    storage: regionNames[i].storage
  }
]
var workspaceName = 'log-${token}'
var insightsName = 'appi-${token}'
var frontDoorName = 'afd-${token}'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: locations[0]
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    location: locations[0]
    tags: tags
    workspaceName: workspaceName
    insightsName: insightsName
    dailyQuotaInGB: dailyLogQuotaInGB
  }
}

module frontDoor 'modules/frontdoor.bicep' = {
  scope: group
  params: {
    tags: tags
    name: frontDoorName
    sku: frontDoorSku
    responseTimeoutInSeconds: responseTimeoutInSeconds
    workspaceName: workspaceName
  }
  dependsOn: [monitoring]
}

module database 'modules/postgresql.bicep' = if (tryOutDatabase) {
  scope: group
  params: {
    location: locations[0]
    tags: tags
    name: 'psql-${token}'
    administrator: tryOutDatabaseAdministrator
  }
}

module cache 'modules/redis.bicep' = if (tryOutCache) {
  scope: group
  params: {
    location: locations[0]
    tags: tags
    name: 'redis-${token}'
  }
}

module region 'modules/region.bicep' = [
  for (place, i) in regions: {
    scope: group
    params: {
      location: place.location
      tags: tags
      // azd deploys a service to exactly one resource with this tag; deploy-other-regions.sh deploys to the others.
      appTags: i == 0 ? union(tags, { 'azd-service-name': 'health' }) : tags
      names: regionNames[i]
      insightsName: insightsName
      workspaceName: workspaceName
      frontDoorId: frontDoor.outputs.frontDoorId
      deployFrom: deployFrom
      instanceMemoryMB: instanceMemoryMB
      alwaysReadyInstances: alwaysReadyInstances
      requestsPerInstance: requestsPerInstance
      maximumInstances: maximumInstances
      historySchedule: historySchedule
      databaseHost: tryOutDatabase ? database!.outputs.hostName : ''
      cacheEndpoint: tryOutCache ? cache!.outputs.endpoint : ''
      appSettings: appSettings
      source: fleet[i].name
      peers: filter(fleet, other => other.app != regionNames[i].app)
      watchPeers: watchRegions
    }
    dependsOn: [monitoring]
  }
]

module fleetAccess 'modules/fleet-access.bicep' = [
  for names in regionNames: if (length(locations) > 1) {
    scope: group
    params: {
      accountName: names.storage
      identityNames: map(filter(regionNames, other => other.app != names.app), other => other.identity)
    }
    dependsOn: [region]
  }
]

module cacheAccess 'modules/redis-access.bicep' = if (tryOutCache) {
  scope: group
  params: {
    cacheName: 'redis-${token}'
    identityNames: [for names in regionNames: names.identity]
  }
  dependsOn: [cache, region]
}

module route 'modules/frontdoor-route.bicep' = {
  scope: group
  params: {
    tags: tags
    frontDoorName: frontDoorName
    endpointName: 'health-${token}'
    originGroupName: 'regions'
    // Equal in priority and weight, so that only latency and health decide.
    origins: [
      for (names, i) in regionNames: {
        name: names.app
        hostName: region[i].outputs.hostName
        priority: 1
        weight: 1000
      }
    ]
    probe: probe
  }
}

module existingRoute 'modules/frontdoor-route.bicep' = if (!empty(existingOrigins)) {
  scope: group
  params: {
    tags: tags
    frontDoorName: frontDoorName
    endpointName: 'apps-${token}'
    originGroupName: 'apps'
    origins: [
      for member in existingOrigins: {
        name: replace(toLower(member.hostName), '.', '-')
        hostName: member.hostName
        priority: member.?priority ?? 1
        weight: member.?weight ?? 1000
      }
    ]
    probe: { ...probe, path: existingOriginsProbePath }
  }
  dependsOn: [frontDoor]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: locations[0]
    tags: tags
    workspaceName: workspaceName
    frontDoorName: frontDoorName
    probePath: probe.path
    email: alertEmail
  }
  dependsOn: [monitoring, route]
}

@description('Read by azd and by deploy-other-regions.sh.')
output AZURE_RESOURCE_GROUP string = group.name
output OTHER_FUNCTION_APPS string = join(map(skip(regionNames, 1), names => names.app), ' ')

@description('For the commands of README.md.')
output FRONT_DOOR_NAME string = frontDoorName
output FRONT_DOOR_HOST string = route.outputs.hostName
output FRONT_DOOR_ID string = frontDoor.outputs.frontDoorId
output APPS_HOST string = empty(existingOrigins) ? '' : existingRoute!.outputs.hostName
output FUNCTION_APPS string = join(map(regionNames, names => names.app), ' ')
output IDENTITIES string = join(map(regionNames, names => names.identity), ' ')
output STORAGE_ACCOUNTS string = join(map(regionNames, names => names.storage), ' ')
output LOG_WORKSPACE_NAME string = workspaceName
