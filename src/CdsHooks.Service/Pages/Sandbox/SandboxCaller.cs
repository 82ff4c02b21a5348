using System.Text.Json.Nodes;
using CdsHooks.Decision.Hooks;
using CdsHooks.Decision.Plan;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Knowledge.Rules;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Signs and selects orders for the sandbox.</summary>
internal sealed class SandboxCaller(RuleBook book, ApiCall api, ClientRegistry clients, SampleCatalog samples, OwnCharts own)
{
    // The sandbox calls as a client of its own, so that its decisions and feedback can be told from those of an EHR.
    private readonly Client _client = new("workbench", ClientProfile.Find("sandbox")!, TimeSpan.FromSeconds(5), clients.Anonymous.FhirServers)
    {
        Cards = ClientProfile.Find("sandbox")!.Cards,
        IncludesAssessment = true,
        AllowsAsOfHeader = true,
        IsTrial = true,
    };

    /// <summary>Gets the parameters of the rules that answer when an order is signed, by name.</summary>
    public IReadOnlyList<PlanParameter> ParametersInForce => ServiceOf(HookNames.OrderSign) is { } service ? [.. service.Plan.Rules.Parameters.All.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)] : [];

    /// <summary>Opens the patient that an address names.</summary>
    /// <returns>The patient; null when there is none of this name, or none any more.</returns>
    public SampleCase? Open(string patient) => patient.StartsWith(OwnCharts.Prefix, StringComparison.Ordinal)
        ? own.Find(patient) is { } chart ? new SampleCase(patient, chart.Title, string.Empty, chart.Request, chart.AsOf) { Edits = chart.Edits, Back = chart.Back } : null
        : samples.Open(patient);

    /// <summary>Gets the state with edits as an address can carry it: those of a chart of one's own are kept with it, under a new name.</summary>
    public SandboxState Edited(SandboxState state, SampleCase patient, IReadOnlyList<ChartEdit> edits) => state.IsOwn
        ? state with { Patient = own.Keep(patient.Title, patient.Request, patient.AsOf, edits, patient.Back), Edits = edits }
        : state with { Edits = edits };

    /// <summary>Makes the request that the page shows, and that a call sends.</summary>
    public static Chart Compose(SandboxState state, SampleCase patient)
    {
        var chart = Chart.Of(patient.Request, state.Edits);
        if (state.Orders is { } orders)
        {
            OrderMenu.Place(chart.Request, orders, chart.PatientId, patient.AsOf);
        }

        if (!patient.Name.StartsWith(OwnCharts.Prefix, StringComparison.Ordinal))
        {
            // The server of a golden case does not exist.
            chart.Request.Remove("fhirServer");
        }

        OrderMenu.Hook(chart.Request, state.Hook ?? HookNames.OrderSign);
        return chart;
    }

    /// <summary>Calls the hook that the state names.</summary>
    /// <returns>The call, or the issues of the changed parameters; both null for a state without a hook.</returns>
    public async Task<(SandboxRun? Run, IReadOnlyList<string> Issues)> RunAsync(SandboxState state, SampleCase patient, Chart chart, CancellationToken cancellationToken)
    {
        var rules = book.Current;
        if (state.Hook is not { } hook || ServiceOf(hook) is not { } inForce)
        {
            return (null, []);
        }

        var (service, issues) = TrialRules.Load(rules, inForce, state.Parameters);
        if (service is null)
        {
            return (null, issues);
        }

        var answer = await api.PostAsync(ApiCall.CallService, service.Id, _client, service, chart.Request.ToJsonString(), patient.AsOf, cancellationToken);
        var decision = SandboxRun.Judge(service.Plan, chart.Request, patient.AsOf);
        var before = state.Edits.Count is 0 && state.Parameters.Count is 0 ? null : SandboxRun.Judge(inForce.Plan, Compose(state with { Edits = [] }, patient).Request, patient.AsOf);
        return (new SandboxRun(service, chart.Request, answer, decision, before), []);
    }

    /// <summary>Gets the title of a row of the decision table.</summary>
    public string RowTitle(CdsService service, string row) => PartOf(service, "decision-table").Find(action => string.Equals(action.ElementId, row, StringComparison.Ordinal))?.Title ?? string.Empty;

    /// <summary>Gets the ids of the criteria at the top of the plan, the one about the orders first.</summary>
    public IEnumerable<string> TopCriteria(CdsService service) =>
        PartOf(service, "criteria").Select(action => action.ElementId).OfType<string>().Prepend(service.Plan.Rules.OrdersId);

    private CdsService? ServiceOf(string hook) =>
        book.Current.Services.Values.OrderBy(service => service.Id, StringComparer.Ordinal).FirstOrDefault(service => string.Equals(service.Hook, hook, StringComparison.Ordinal));

    private List<PlanDefinition.ActionComponent> PartOf(CdsService service, string part) =>
        book.Current.Knowledge.Find(service.Plan.Rules.Canonical)?.Resource is PlanDefinition plan ? RuleSetLoader.FindPart(plan, part)?.Action ?? [] : [];

    /// <summary>Sends feedback about a card.</summary>
    /// <param name="serviceId">The service that showed the card.</param>
    /// <param name="feedback">The body.</param>
    /// <param name="cancellationToken">Cancelled when the page is no longer wanted.</param>
    public Task<ApiAnswer> SendFeedbackAsync(string serviceId, JsonObject feedback, CancellationToken cancellationToken) =>
        api.PostAsync(ApiCall.SendFeedback, serviceId, _client, rules: null, feedback.ToJsonString(), asOf: null, cancellationToken);
}
