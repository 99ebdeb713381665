using 'main.bicep'

import { list } from 'modules/types.bicep'

// azd sets the AZURE_ names itself; the others with: azd env set NAME value. Lists are separated by commas.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param locations = list(readEnvironmentVariable('HEALTH_LOCATIONS', readEnvironmentVariable('AZURE_LOCATION')))
param deployFrom = list(readEnvironmentVariable('HEALTH_DEPLOY_FROM'))
param watchRegions = bool(readEnvironmentVariable('HEALTH_WATCH_REGIONS', 'false'))
param alertEmail = readEnvironmentVariable('HEALTH_ALERT_EMAIL', '')
param appSettings = json(readEnvironmentVariable('HEALTH_APP_SETTINGS', '{}'))

param existingOrigins = json(readEnvironmentVariable('HEALTH_EXISTING_ORIGINS', '[]'))
param existingOriginsProbePath = readEnvironmentVariable('HEALTH_EXISTING_PROBE_PATH', '/api/health')

param tryOutDatabase = bool(readEnvironmentVariable('HEALTH_TRY_OUT_DATABASE', 'false'))
param tryOutDatabaseAdministrator = {
  objectId: readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
  name: readEnvironmentVariable('HEALTH_TRY_OUT_DATABASE_ADMINISTRATOR', '')
}
param tryOutCache = bool(readEnvironmentVariable('HEALTH_TRY_OUT_CACHE', 'false'))
