namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stated by a trigger and enforced on Azure only: this host, as Core Tools do, lets every caller in.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
