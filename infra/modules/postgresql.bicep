import { databaseAdministrator } from 'types.bicep'

param location string
param tags object
param name string
param administrator databaseAdministrator

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard_B1ms'
    tier: 'Burstable'
  }
  properties: {
    version: '17'
    createMode: 'Default'
    storage: { storageSizeGB: 32 }
    backup: {
      backupRetentionDays: 7
      geoRedundantBackup: 'Disabled'
    }
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: subscription().tenantId
    }
  }

  // Flex Consumption without its own network has no known addresses, so a try-out admits all addresses of Azure;
  // a login needs a token of this tenant and a role on the server.
  resource fromAzure 'firewallRules' = {
    name: 'azure-services'
    properties: {
      startIpAddress: '0.0.0.0'
      endIpAddress: '0.0.0.0'
    }
  }

  resource admin 'administrators' = {
    name: administrator.objectId
    properties: {
      principalName: administrator.name
      principalType: 'User'
      tenantId: subscription().tenantId
    }
    // The server accepts one change at a time.
    dependsOn: [fromAzure]
  }
}

output hostName string = server.properties.fullyQualifiedDomainName
