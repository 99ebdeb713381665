using HealthFunction.Settings;

namespace HealthFunction.Access;

/// <summary><c>Health__AdminKey</c>: the key of those who may change plans, where the host has no keys of its own.</summary>
internal sealed class AdminKeyOptions
{
    /// <summary>A shorter one could be guessed.</summary>
    public const int MinLength = 16;

    public const int MaxLength = 200;

    /// <summary>Null: the app has no such key.</summary>
    public string? Key { get; init; }

    public static AdminKeyOptions Read(SettingsSection health)
    {
        if (health.Text("AdminKey") is not { } key)
        {
            return new AdminKeyOptions();
        }

        health.Hide([key]);
        if (key.Length is < MinLength or > MaxLength || !key.All(c => c is > ' ' and <= '~'))
        {
            health.Child("AdminKey").Fault(
                $"cannot be a key (what it holds is not shown); it accepts {MinLength} to {MaxLength} ASCII characters without spaces.");
        }

        return new AdminKeyOptions { Key = key };
    }
}
