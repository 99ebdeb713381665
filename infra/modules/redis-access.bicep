param cacheName string
param identityNames string[]

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' existing = {
  name: cacheName

  resource database 'databases' existing = {
    name: 'default'
  }
}

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = [
  for name in identityNames: {
    name: name
  }
]

// The only existing policy. The server accepts one change at a time.
@batchSize(1)
resource access 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = [
  for (name, i) in identityNames: {
    parent: cluster::database
    name: uniqueString(name)
    properties: {
      accessPolicyName: 'default'
      user: { objectId: identities[i].properties.principalId }
    }
  }
]
