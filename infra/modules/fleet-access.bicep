param accountName string
param identityNames string[]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName
}

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = [
  for name in identityNames: {
    name: name
  }
]

// The apps of the other regions show this region's history beside their own. They write nothing here.
resource tableReader 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {
  scope: subscription()
  name: '76199698-9eea-4c19-bc75-cec21354c6b6'
}

resource readsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, i) in identityNames: {
    scope: account
    name: guid(account.id, identities[i].id, tableReader.id)
    properties: {
      roleDefinitionId: tableReader.id
      principalId: identities[i].properties.principalId
      principalType: 'ServicePrincipal'
    }
  }
]
