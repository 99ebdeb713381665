param location string
param tags object
param workspaceName string
param frontDoorName string
param probePath string
param email string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: frontDoorName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'health-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'health'
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// The health that Front Door sees, so it also fires when an app no longer answers at all. A verdict of DOWN fails the probes of
// every edge; 90 tolerates edges with problems of their own.
resource originHealth 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'origin-unhealthy'
  location: 'global'
  tags: tags
  properties: {
    description: 'Front Door gets answers other than 200 from a region: look at the status page of that region, then at its errors.'
    severity: 1
    enabled: true
    scopes: [profile.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'healthy-probes'
          metricNamespace: 'Microsoft.Cdn/profiles'
          metricName: 'OriginHealthPercentage'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: 90
          dimensions: [
            {
              name: 'Origin'
              operator: 'Include'
              values: ['*']
            }
          ]
        }
      ]
    }
    actions: empty(email) ? [] : [{ actionGroupId: people.id }]
  }
}

// The route after "health" names the group of checks that a run is made of.
var probed = last(split(probePath, '/'))
var group = probed == 'health' ? 'all' : probed

// What the app found. Requests leave no records (host.json), runs are counted by the app itself: half of those of five minutes is a
// verdict that stayed.
resource verdict 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'verdict-not-up'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'The health endpoint answers DOWN or UNKNOWN'
    description: 'More than half of the runs of a region in five minutes were not UP.'
    severity: 1
    enabled: true
    scopes: [workspace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: join(
            [
              'AppMetrics'
              '| where Name == "healthfunction.runs" and tostring(Properties["healthfunction.run.group"]) == "${group}"'
              '| extend IsUp = tostring(Properties["healthfunction.run.state"]) == "up"'
              '| summarize FailingPercent = 100.0 * sumif(Sum, not(IsUp)) / sum(Sum) by AppRoleName'
            ],
            '\n'
          )
          metricMeasureColumn: 'FailingPercent'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 50
          dimensions: [
            {
              name: 'AppRoleName'
              operator: 'Include'
              values: ['*']
            }
          ]
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: { actionGroups: empty(email) ? [] : [people.id] }
  }
}
