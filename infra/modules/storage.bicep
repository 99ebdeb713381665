param location string
param tags object
param name string
param identityName string

@description('The container for the deployed package; function-app.bicep uses the same name.')
@export()
var packageContainer = 'packages'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: packageContainer
      properties: { publicAccess: 'None' }
    }
  }
}

// The host keeps its locks, keys and schedule monitors in containers that it creates itself, and leases their blobs:
// the documented role for that is owner of blob data, on this account only. No queue role, because no trigger here uses a queue.
resource blobOwner 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {
  scope: subscription()
  name: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
}

// History creates its table and writes to it.
resource tableContributor 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {
  scope: subscription()
  name: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource ownsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity.id, blobOwner.id)
  properties: {
    roleDefinitionId: blobOwner.id
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource writesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity.id, tableContributor.id)
  properties: {
    roleDefinitionId: tableContributor.id
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}
