param tags object
param name string
param sku string
param responseTimeoutInSeconds int
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: sku }
  properties: {
    originResponseTimeoutSeconds: responseTimeoutInSeconds
  }
}

// The probe log holds failed probes only, so it stays small: one line per edge and failure.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'to-log-analytics'
  properties: {
    workspaceId: workspace.id
    logs: [
      { category: 'FrontDoorHealthProbeLog', enabled: true }
      { category: 'FrontDoorAccessLog', enabled: true }
    ]
  }
}

@description('The value of X-Azure-FDID in requests of Front Door.')
output frontDoorId string = profile.properties.frontDoorId
