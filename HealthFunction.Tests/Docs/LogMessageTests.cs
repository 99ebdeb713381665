using System.Globalization;
using System.Reflection;
using HealthFunction.AspNetCore;
using HealthFunction.Checks;
using HealthFunction.Probes;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Docs;

/// <summary>docs/troubleshooting.md against the log messages and the error texts of the code.</summary>
public sealed class LogMessageTests
{
    [Fact]
    public void Every_log_message_is_on_the_page_with_its_id_and_level_and_no_other()
    {
        var written = Assembly.GetAssembly(typeof(EventIds))!.GetTypes().Concat(typeof(WebAnswer).Assembly.GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(m => (m.EventId.ToString(CultureInfo.InvariantCulture), m.Level == LogLevel.None ? "" : $"{m.Level}", m.Message));

        Assert.Equal(written.Order(), TroubleshootingPage.Messages.Order());
    }

    [Fact]
    public void Every_id_has_a_message()
    {
        var ids = typeof(EventIds).GetFields().Select(f => ((int)f.GetRawConstantValue()!).ToString(CultureInfo.InvariantCulture));

        Assert.Equal(ids.Order(), TroubleshootingPage.Messages.Select(m => m.Id).Order());
    }

    [Fact]
    public void Every_error_text_is_on_the_page_and_no_other()
    {
        Assert.True(DrainReason.TryParse("upgrade", out var reason));
        var vocabulary = typeof(ErrorText).GetProperties(BindingFlags.Static | BindingFlags.Public).Select(p => (ErrorText)p.GetValue(null)!)
            .Concat([ErrorText.TimedOutAfter(TimeSpan.FromSeconds(2)), ErrorText.UnexpectedStatus(500), ErrorText.SlowerThan(TimeSpan.FromSeconds(1)), ErrorText.OfProbe(CertificateLimit.EndsSoon), ErrorText.OfProbe(CertificateLimit.HasEnded), ErrorText.Drained(reason)])
            .Select(text => text.Kind);

        Assert.Equal(vocabulary.Order(), TroubleshootingPage.ErrorTexts.Order());
    }
}
