using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Shows the Markdown of a card as HTML, as an EHR does: without HTML of its own, and with links to https addresses only.</summary>
internal static class CardText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>Renders a text.</summary>
    public static IHtmlContent Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (link.Url?.StartsWith("https://", StringComparison.Ordinal) is not true || link.IsImage)
            {
                link.Url = string.Empty;
                link.IsImage = false;
            }

            link.GetAttributes().AddProperty("rel", "noreferrer noopener");
            link.GetAttributes().AddProperty("target", "_blank");
        }

        return new HtmlString(document.ToHtml(Pipeline));
    }
}
