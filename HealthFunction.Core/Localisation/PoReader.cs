using System.Globalization;
using System.Text;

namespace HealthFunction.Localisation;

/// <summary>
/// Reads the messages of a gettext catalog and rejects everything that the format does not know, so that a typing mistake is found at
/// start (and by the tests) and not on the page. Obsolete messages (<c>#~</c>) are treated as comments.
/// </summary>
internal sealed class PoReader(string file, string text)
{
    private readonly List<PoDraft> _drafts = [];
    private PoDraft? _draft;
    private bool _isFuzzy;
    private Action<string>? _append;
    private int _line;

    public IReadOnlyList<PoDraft> Read()
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            _line++;
            Read(line.Trim());
        }

        return _drafts;
    }

    private void Read(string line)
    {
        if (line.Length == 0)
        {
            _append = null;
        }
        else if (line[0] == '#')
        {
            _append = null;
            _isFuzzy |= line.StartsWith("#,", StringComparison.Ordinal)
                && line[2..].Split(',', StringSplitOptions.TrimEntries).Contains("fuzzy", StringComparer.Ordinal);
        }
        else if (line[0] == '"')
        {
            (_append ?? throw Fault("A string continues nothing."))(Unquote(line));
        }
        else
        {
            ReadKeyword(line);
        }
    }

    private void ReadKeyword(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var keyword = space < 0 ? line : line[..space];
        var value = Unquote(space < 0 ? "" : line[space..].TrimStart());
        switch (keyword)
        {
            case "msgctxt":
                Begin().Context = value;
                _append = more => _draft!.Context += more;
                break;
            case "msgid":
                (_draft is { Id: null, Context: not null } ? _draft : Begin()).Id = value;
                _append = more => _draft!.Id += more;
                break;
            case "msgid_plural" when _draft is { Id: not null, Plural: null, Strings.Count: 0 }:
                _draft.Plural = value;
                _append = more => _draft!.Plural += more;
                break;
            case "msgstr" when _draft is { Id: not null, Strings.Count: 0 }:
                AddString(value, isNumbered: false);
                break;
            case var _ when _draft is { Id: not null, IsNumbered: not false } draft
                && keyword == string.Create(CultureInfo.InvariantCulture, $"msgstr[{draft.Strings.Count}]"):
                AddString(value, isNumbered: true);
                break;
            default:
                throw Fault($"{keyword} is not expected here.");
        }
    }

    private PoDraft Begin()
    {
        if (_draft is { Strings.Count: 0 })
        {
            throw Fault("The message before this one has no msgstr.");
        }

        _draft = new PoDraft(_line) { IsFuzzy = _isFuzzy };
        _isFuzzy = false;
        _drafts.Add(_draft);
        return _draft;
    }

    private void AddString(string value, bool isNumbered)
    {
        var strings = _draft!.Strings;
        _draft.IsNumbered = isNumbered;
        strings.Add(value);
        _append = more => strings[^1] += more;
    }

    private string Unquote(string quoted)
    {
        if (quoted.Length < 2 || quoted[0] != '"' || quoted[^1] != '"')
        {
            throw Fault("A string stands between quotation marks.");
        }

        var plain = new StringBuilder(quoted.Length);
        var inside = quoted[1..^1];
        for (var i = 0; i < inside.Length; i++)
        {
            plain.Append(inside[i] switch
            {
                '"' => throw Fault("A quotation mark inside a string needs a backslash."),
                '\\' => ++i == inside.Length ? throw Fault("The string ends with a backslash.") : Escaped(inside[i]),
                var c => c,
            });
        }

        return plain.ToString();
    }

    private char Escaped(char c) => c switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '"' or '\\' => c,
        _ => throw Fault($"\\{c} is no escape that is understood here."),
    };

    private PoException Fault(string fault) => new(file, _line, fault);
}
