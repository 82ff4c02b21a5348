using System.Globalization;
using System.Text;
using System.Text.Json;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Pages.Shared;
using CdsHooks.Workbench;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>An order-entry screen with sample patients, and beside it the reasons of every answer.</summary>
[ChangesNothing]
internal sealed class SandboxPage(SandboxCaller caller, SampleCatalog samples, FeedbackDesk desk) : PageModel
{
    /// <summary>Gets the sample patients.</summary>
    public IReadOnlyList<SampleGroup> Groups => samples.Groups;

    /// <summary>Gets the state that the address carries.</summary>
    public SandboxState State { get; private set; } = new();

    /// <summary>Gets the patient; null before one is chosen.</summary>
    public SampleCase? Patient { get; private set; }

    /// <summary>Gets the chart of the patient.</summary>
    public Chart? Chart { get; private set; }

    /// <summary>Gets the call; null before the orders are signed.</summary>
    public SandboxRun? Run { get; private set; }

    /// <summary>Gets the feedback that was just sent; null for none.</summary>
    public SentFeedback? Feedback { get; private set; }

    /// <summary>Gets what is wrong with the address or with an edit, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Gets the text that could not be used, with the record that it is for.</summary>
    public (string Target, string Text) Typed { get; private set; }

    /// <summary>Gets the request as text.</summary>
    public string RequestText => (Run?.Request ?? Chart?.Request) is { } request ? JsonText.Indent(request) : string.Empty;

    /// <summary>Gets the response as text.</summary>
    public string ResponseText => Run is null ? string.Empty : Pretty(Run.Answer.Body);

    /// <summary>Gets the address of the service that is called.</summary>
    public string ServiceUrl => Run is null ? string.Empty : $"{Request.Scheme}://{Request.Host}/cds-services/{Run.Service.Id}";

    /// <summary>Gets the address that shows another person the same.</summary>
    public string Permalink => $"{Request.Scheme}://{Request.Host}{State.Url}";

    /// <summary>Gets the criteria with their results, in the plan's order; empty when none was looked at.</summary>
    public IReadOnlyList<CriterionView> Tree { get; private set; } = [];

    /// <summary>Shows the state of the address.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Open(Request.Query))
        {
            await RunAsync();
        }

        return Page();
    }

    /// <summary>Changes the chart, or the parameters for the call, and shows the address of the result.</summary>
    /// <param name="todo">The edit and what it is about, separated by a bar: <c>remove|Observation/film-1</c>.</param>
    public async Task<IActionResult> OnPostEditAsync([FromForm(Name = "do")] string? todo)
    {
        if (!Open(Request.Form))
        {
            return Page();
        }

        var parts = (todo ?? string.Empty).Split('|', 2);
        var (name, target) = (parts[0], parts.Length > 1 ? parts[1] : string.Empty);
        SandboxState? state = null;
        string? problem = null;
        if (name is "with")
        {
            state = ChartForms.WithParameter(State, Request.Form);
        }
        else
        {
            (var edits, problem) = ChartForms.Edit(State, Chart!, name, target, Request.Form);
            state = edits is null ? null : caller.Edited(State, Patient!, edits);
        }

        if (state is not null && state.Url.Length <= ChartForms.MaxUrl)
        {
            return LocalRedirect(state.Url);
        }

        Problems = [problem ?? "These edits are too long for an address. Bring the request as your own: then they are kept here, and not in the address."];
        Typed = (target, Request.Form["value"].ToString());
        await RunAsync();
        return Page();
    }

    /// <summary>Downloads the call as the folder of a golden case.</summary>
    public async Task<IActionResult> OnGetCaseAsync()
    {
        await OnGetAsync();
        if (Run is null || Patient is null)
        {
            return NotFound();
        }

        var name = $"{Patient.Name.Replace('/', '-')}{(State.Edits.Count > 0 ? "-edited" : string.Empty)}";
        name = name.StartsWith(OwnCharts.Prefix, StringComparison.Ordinal) ? "own-case" : name;
        return File(CaseArchive.Of(name, Run, Patient, State), "application/zip", $"{name}.zip");
    }

    /// <summary>Sends feedback about a card, as an EHR does.</summary>
    public async Task<IActionResult> OnPostFeedbackAsync(FeedbackForm form)
    {
        Feedback = await desk.SendAsync(form, HttpContext.RequestAborted);
        return Request.Headers.ContainsKey("HX-Request") ? Partial("_Feedback", Feedback) : Page();
    }

    /// <summary>Gets the words for an edit.</summary>
    public static string Describe(ChartEdit edit) => edit.Kind switch
    {
        ChartEditKind.Change => $"{edit.Target} changed",
        ChartEditKind.Remove => $"{edit.Target} removed",
        ChartEditKind.Add => "a record added",
        _ => $"{edit.Target}: {SetState.Find(edit.Json)?.InSentence}",
    };

    /// <summary>Gets the words for a changed parameter.</summary>
    public static string Describe(string parameter) => parameter.StartsWith($"{TunedRules.Change}=", StringComparison.Ordinal)
        ? "a change made on Tune"
        : parameter.Replace("=", " = ", StringComparison.Ordinal);

    /// <summary>Indents JSON; another text stays as it is.</summary>
    public static string Pretty(string body)
    {
        try
        {
            return JsonText.Indent(Encoding.UTF8.GetBytes(body));
        }
        catch (JsonException)
        {
            return body;
        }
    }

    /// <summary>Gets the parameters of the rules in force.</summary>
    public IReadOnlyList<Decision.Plan.PlanParameter> Parameters => caller.ParametersInForce;

    /// <summary>Gets the title of a row of the decision table.</summary>
    public string RowTitle(string row) => Run is null ? string.Empty : caller.RowTitle(Run.Service, row);

    /// <summary>Tells whether a criterion at the top of the tree is shown at once: it has a key in the clinical document and tells something, or the edits changed it.</summary>
    public static bool IsShown(CriterionView root) => root.Before is not null || (root.Outline.Prefix is not null && root.IsTelling);

    /// <summary>Gets the references of the records that are evidence for any criterion.</summary>
    public IReadOnlySet<string> EvidenceReferences() =>
        (Run?.Decision?.Assessment.Criteria ?? []).SelectMany(finding => finding.Evidence).Select(item => item.Reference).ToHashSet(StringComparer.Ordinal);

    /// <summary>Gets the call as a command line of curl.</summary>
    public string Curl => Run is null
        ? string.Empty
        : $"curl -s {ServiceUrl} -H 'Content-Type: application/json' -H 'X-CDS-As-Of: {Patient!.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}' --data '{Run.Request.ToJsonString().Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static IEnumerable<string> ProblemsOf(SandboxState state, Chart chart)
    {
        if (state.Unreadable > 0)
        {
            yield return $"{state.Unreadable} of the edits in the address cannot be read and are left out.";
        }

        if (chart.Lost.Count > 0)
        {
            yield return $"{chart.Lost.Count} of the edits in the address name a record or a data set that is not in this chart.";
        }
    }

    /// <summary>Opens the patient that an address or a form names.</summary>
    /// <returns>False when there is none to show.</returns>
    private bool Open(IEnumerable<KeyValuePair<string, StringValues>> members)
    {
        State = SandboxState.Read(members);
        if (State.Patient.Length is 0)
        {
            return false;
        }

        Patient = caller.Open(State.Patient);
        if (Patient is null)
        {
            Problems = [State.IsOwn ? "This chart is not kept any more. Paste or fetch it again." : "There is no patient of this name."];
            return false;
        }

        if (State.IsOwn)
        {
            State = State with { Edits = Patient.Edits };
        }

        if (!members.Any(member => member.Key is "with") && Patient.With.Count > 0)
        {
            State = State with { Parameters = Patient.With };
        }

        if (IsForeignPart)
        {
            // A picture of another site is no person who looks at an answer.
            State = State with { Hook = null };
        }

        Chart = SandboxCaller.Compose(State, Patient);
        return true;
    }

    private bool IsForeignPart => Request.Headers["Sec-Fetch-Site"] == "cross-site" && Request.Headers["Sec-Fetch-Dest"] != "document";

    private async Task RunAsync()
    {
        IReadOnlyList<string> issues = [];
        if (OrderMenu.DraftsOf(Chart!.Request).Any())
        {
            (Run, issues) = await caller.RunAsync(State, Patient!, Chart, HttpContext.RequestAborted);
        }

        Tree = Run?.Decision is null ? [] : CriterionView.TreeOf(Run, caller.TopCriteria(Run.Service));
        Problems = [.. Problems, .. ProblemsOf(State, Chart), .. issues];
    }
}
