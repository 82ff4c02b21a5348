using Spectre.Console;
using Spectre.Console.Rendering;

namespace CdsHooks.Cli.Output;

/// <summary>
/// The output of a command. On a terminal, long lines are wrapped at its width and headings are bold; a file or a pipe gets plain text
/// without wrapping.
/// </summary>
internal sealed class Screen
{
    // Wide enough that no table is wrapped.
    private const int Unlimited = 100_000;
    private const int MinWidth = 40;

    private readonly int? _width;
    private readonly IAnsiConsole _console;

    /// <summary>Initializes a new instance of the <see cref="Screen"/> class.</summary>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives errors.</param>
    /// <param name="width">The terminal's width in columns; null when the output is not a terminal.</param>
    public Screen(TextWriter output, TextWriter error, int? width)
    {
        Output = output;
        Error = error;
        _width = width is { } columns ? Math.Max(columns, MinWidth) : null;
        _console = Console(output, isTerminal: width is not null);
        _console.Profile.Width = _width ?? Unlimited;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public static Screen OfProcess() => new(
        System.Console.Out,
        System.Console.Error,
        System.Console.IsOutputRedirected ? null : System.Console.WindowWidth);

    /// <summary>Gets a value indicating whether the output is a terminal.</summary>
    public bool IsTerminal => _width is not null;

    /// <summary>Writes an error message on one line.</summary>
    public void WriteError(string message) => Error.WriteLine("cdshooks: " + SafeText.OneLine(message));

    public void Blank() => Output.WriteLine();

    /// <summary>Writes a heading with a blank line before it.</summary>
    public void Heading(string text)
    {
        Blank();
        Strong(text);
    }

    /// <summary>Writes a line in bold.</summary>
    public void Strong(string text, int indent = 0)
    {
        if (_width is null)
        {
            Line(text, indent);
            return;
        }

        foreach (var line in Wrap(SafeText.OneLine(text), indent, string.Empty))
        {
            _console.Write(new Text(line, new Style(decoration: Decoration.Bold)));
            _console.WriteLine();
        }
    }

    /// <summary>Writes a line, wrapped at the terminal's width with a hanging indent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">The number of spaces before it.</param>
    /// <param name="bullet">A prefix for the first line only, e.g. <c>"- "</c>.</param>
    public void Line(string text, int indent = 0, string bullet = "")
    {
        foreach (var line in Wrap(SafeText.OneLine(text), indent, bullet))
        {
            Output.WriteLine(line);
        }
    }

    /// <summary>Writes lines, each as <see cref="Line"/> does.</summary>
    public void Lines(IEnumerable<string> lines, int indent = 0, string bullet = "")
    {
        foreach (var line in lines)
        {
            Line(line, indent, bullet);
        }
    }

    /// <summary>Writes a heading and a list below it, unless the list is empty.</summary>
    public void List(string heading, IReadOnlyCollection<string> lines)
    {
        if (lines.Count > 0)
        {
            Line(heading);
            Lines(lines, indent: 2, bullet: "- ");
        }
    }

    /// <summary>Creates a table without borders around cells.</summary>
    public Table NewTable(params ReadOnlySpan<string> headings)
    {
        var table = new Table { Border = _width is null ? TableBorder.None : TableBorder.Simple };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = _width is null });
        }

        return table;
    }

    /// <summary>Writes a table.</summary>
    public void Write(Table table)
    {
        if (_width is not null)
        {
            _console.Write(table);
            return;
        }

        using var buffer = new StringWriter();
        var console = Console(buffer, isTerminal: false);
        console.Profile.Width = Unlimited;
        console.Write(table);
        foreach (var line in buffer.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            Output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Creates a table cell from any text.</summary>
    public static IRenderable Cell(params IEnumerable<string> lines) =>
        new Text(string.Join('\n', lines.SelectMany(SafeText.Lines)));

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });

    private IEnumerable<string> Wrap(string text, int indent, string bullet)
    {
        var start = new string(' ', indent) + bullet;
        if (_width is not { } width || start.Length + text.Length <= width)
        {
            yield return (start + text).TrimEnd();
            yield break;
        }

        var room = Math.Max(width - start.Length, MinWidth / 2);
        var rest = text.AsMemory();
        while (rest.Length > room)
        {
            var cut = rest.Span[..(room + 1)].LastIndexOf(' ');
            cut = cut <= 0 ? room : cut;
            yield return start + rest[..cut].ToString().TrimEnd();
            start = new string(' ', start.Length);
            rest = rest[cut..].TrimStart(' ');
        }

        yield return start + rest.ToString();
    }
}
