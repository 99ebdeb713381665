@description('The resources of one region.')
@export()
type regionNames = {
  app: string
  plan: string
  identity: string
  storage: string
}

@export()
type origin = {
  name: string
  hostName: string
  priority: int
  weight: int
}

@description('An existing app that embeds HealthFunction and serves users.')
@export()
type existingOrigin = {
  @description('The name that Front Door connects to, sends as Host and probes: app-weu.azurewebsites.net, or a custom domain of the app. HTTPS on port 443.')
  @minLength(4)
  hostName: string

  @description('Default 1. Origins with a higher number get traffic only while none with a lower number is healthy.')
  @minValue(1)
  @maxValue(5)
  priority: int?

  @description('Default 1000. The share among origins of the same priority with similar latency.')
  @minValue(1)
  @maxValue(1000)
  weight: int?
}

@export()
type probeSettings = {
  @description('Case-sensitive. It has to answer 200, and nothing else, while the region can serve.')
  path: string

  @description('Every edge probes every origin separately: 192 edges at 30 s are 384 requests a minute and region. A region loses its traffic after two failures in a row, so within about a minute; with 10 s it would be 20 s at three times the cost.')
  @minValue(1)
  @maxValue(255)
  intervalInSeconds: int

  @description('How many of the latest probes count.')
  @minValue(1)
  @maxValue(255)
  sampleSize: int

  @description('How many of them have to be 200. Three of four: one lost probe moves no traffic, two do; a region that recovered gets traffic back after three good ones.')
  @minValue(1)
  @maxValue(255)
  successfulSamplesRequired: int

  @description('Origins this much slower than the fastest still share its traffic. A health answer waits for dependencies, so its latency varies by a few milliseconds; with 0 the fastest region would get everything. 50 shares the traffic within a continent but not with others.')
  @minValue(0)
  @maxValue(1000)
  additionalLatencyInMilliseconds: int
}

@export()
type databaseAdministrator = {
  @description('Object id in Microsoft Entra ID.')
  objectId: string

  @description('User principal name: the name that a user logs in to the server with.')
  name: string
}

@description('The entries of a comma-separated list.')
@export()
func list(text string) string[] => filter(map(split(text, ','), entry => trim(entry)), entry => !empty(entry))

@description('What a region needs to know of another one.')
@export()
type peer = {
  @description('Its name on the status page.')
  name: string
  app: string
  storage: string
}

@description('The short name of a location, as a source of the history and as a part of a setting has it.')
@export()
func regionName(location string) string => toLower(replace(location, ' ', ''))
