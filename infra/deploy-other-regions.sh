#!/bin/sh
# Run by azd after its own deployment (azure.yaml), with the outputs of main.bicep in the environment.
# azd deploys a service to exactly one resource: the app of the first region. This script deploys the same code to the others.
set -eu

apps=${OTHER_FUNCTION_APPS:-}
if [ -z "$apps" ]; then
    exit 0
fi

cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

dotnet publish HealthFunction --configuration Release --output "$folder/app" --nologo
# The package begins at the published folder and includes its hidden .azurefunctions.
(cd "$folder/app" && zip --quiet --recurse-paths "$folder/app.zip" .)

for app in $apps; do
    echo "Deploying to $app"
    az functionapp deployment source config-zip \
        --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$app" --src "$folder/app.zip" --output none
done
