using System.Security.Cryptography.X509Certificates;
using HealthFunction.Checks;
using HealthFunction.Probes;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Probes;

public sealed class CertificateLimitTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(14, 15, HealthStatus.Healthy, null)]
    [InlineData(14, 14, HealthStatus.Healthy, null)]
    [InlineData(14, 13.9, HealthStatus.Degraded, "certificate ends soon")]
    [InlineData(14, 0.01, HealthStatus.Degraded, "certificate ends soon")]
    [InlineData(14, 0, HealthStatus.Degraded, "certificate has ended")]
    [InlineData(14, -3, HealthStatus.Degraded, "certificate has ended")]
    [InlineData(0, 0.01, HealthStatus.Healthy, null)]
    [InlineData(0, -3, HealthStatus.Healthy, null)]
    [InlineData(3650, 3649, HealthStatus.Degraded, "certificate ends soon")]
    public void Fewer_days_than_the_limit_are_degraded(int limit, double left, HealthStatus status, string? text)
    {
        var now = _time.GetUtcNow();
        var result = new CertificateLimit(limit).Judge(now.AddDays(left), now);
        Assert.Equal((status, text), (result.Status, result.Description));
        Assert.Equal(now.AddDays(left), CertificateData.Read(result));
    }

    [Fact]
    public void Without_a_certificate_there_is_nothing_to_say()
    {
        var result = CertificateLimit.Default.Judge(null, _time.GetUtcNow());
        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Null(CertificateData.Read(result));
    }

    [Fact]
    public void A_kept_connection_is_stale_once_the_certificate_it_was_made_with_has_ended()
    {
        var shown = new ShownCertificate(_time);
        using var ending = _certificates.Ending("a", TimeSpan.FromDays(3));
        shown.Replace(ending);
        shown.RefuseEnded();
        _time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));
        Assert.Equal(ErrorText.TlsFailure, Assert.Throws<ProbeException>(shown.RefuseEnded).Error);
    }

    [Fact]
    public void A_certificate_that_had_ended_before_was_accepted_as_it_is()
    {
        var shown = new ShownCertificate(_time);
        using var expired = _certificates.Expired("a");
        shown.Replace(expired);
        shown.RefuseEnded();
        Assert.Equal(new DateTimeOffset(expired.NotAfter.ToUniversalTime()), shown.EndsAt);
    }

    [Fact]
    public void Of_several_servers_the_first_end_counts_and_of_one_server_the_last_connection()
    {
        var shown = new ShownCertificate(_time);
        using var late = _certificates.Good("a");
        using var early = _certificates.Ending("b", TimeSpan.FromDays(3));
        shown.Add(late);
        shown.Add(early);
        shown.Add(late);
        Assert.Equal(Utc(early), shown.EndsAt);
        shown.Replace(late);
        Assert.Equal(Utc(late), shown.EndsAt);
        shown.Replace(null);
        Assert.Equal(Utc(late), shown.EndsAt);
    }

    [Theory]
    [InlineData("Databases", "Host=db")]
    [InlineData("Caches", "redis:6379")]
    [InlineData("Endpoints", "https://orders.example/")]
    public void The_setting_has_bounds(string kind, string dependency)
    {
        foreach (var wrong in new[] { "-1", "3651", "two", "1.5" })
        {
            var fault = Assert.Single(ReadSettings.Of(($"{kind}:x", dependency), ($"{kind}:x:CertificateDays", wrong)).Faults);
            Assert.Equal($"Health__{kind}__x__CertificateDays is \"{wrong}\"; it accepts a whole number from 0 to 3650.", fault);
        }

        Assert.Empty(ReadSettings.Of(($"{kind}:x", dependency), ($"{kind}:x:CertificateDays", "0")).Faults);
    }

    private static DateTimeOffset Utc(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
