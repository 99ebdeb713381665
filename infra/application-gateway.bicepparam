using 'application-gateway.bicep'

// A complete example; change every value.
param name = 'agw-example'
param subnetId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-example/providers/Microsoft.Network/virtualNetworks/vnet-example/subnets/gateway'
param identityId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-example/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-gateway'
param hostName = 'www.example.com'
param certificateId = 'https://vault-example.vault.azure.net/secrets/www-example-com'
param appHostName = 'app.example.net'
param healthHostName = 'health.example.net'
