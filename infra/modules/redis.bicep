param location string
param tags object
param name string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Balanced_B0' }
  properties: {
    minimumTlsVersion: '1.2'
    highAvailability: 'Disabled'
    publicNetworkAccess: 'Enabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      clientProtocol: 'Encrypted'
      accessKeysAuthentication: 'Disabled'
      clusteringPolicy: 'NoCluster'
      evictionPolicy: 'VolatileLRU'
      port: 10000
    }
  }
}

output endpoint string = '${cluster.properties.hostName}:${cluster::database.properties.port}'
