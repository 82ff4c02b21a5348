using System.Text;
using System.Text.Json;
using CdsHooks.Decision.Evidence;
using CdsHooks.Decision.Hooks;
using CdsHooks.Fhir.Reading;
using Hl7.Fhir.Model;

namespace CdsHooks.Service.Host.Health;

/// <summary>
/// Initializes the models of FHIR and CDS Hooks, which inspect their types on first use: a large part of the startup time. It runs in
/// parallel with the rest of the startup.
/// </summary>
internal static class Preparation
{
    private static readonly Lazy<System.Threading.Tasks.Task> Work = new(() =>
        System.Threading.Tasks.Task.Factory.StartNew(Prepare, CancellationToken.None, System.Threading.Tasks.TaskCreationOptions.LongRunning, System.Threading.Tasks.TaskScheduler.Default));

    /// <summary>Gets the task, which the first call of this property starts.</summary>
    public static System.Threading.Tasks.Task Done => Work.Value;

    private static void Prepare()
    {
        // Each resource type that evidence may have, read as in a call.
        foreach (var type in PrefetchKeys.All.Select(set => set.ResourceType).Append("Medication"))
        {
            _ = GuardedResource.Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"{{type}}","id":"warm-up"}"""));
        }

        _ = ProtocolJson.Write(new CdsResponse { Cards = [Card()], Extension = JsonElement.Parse("{}") });
    }

    /// <summary>Creates a card with every member that cards may have.</summary>
    private static Card Card() => new()
    {
        Summary = "warm-up",
        Indicator = CardIndicator.Info,
        Source = new CardSource { Label = "warm-up", Topic = new CardTopic { System = "warm-up", Code = "warm-up" } },
        SelectionBehavior = SelectionBehavior.AtMostOne,
        Suggestions =
        [
            new Suggestion
            {
                Label = "warm-up",
                Actions = [new CardAction { Type = CardActionType.Create, Description = "warm-up", Resource = new ServiceRequest { Status = RequestStatus.Draft, Intent = RequestIntent.Order } }],
            },
        ],
        OverrideReasons = [new OverrideReason { Code = "warm-up", System = "warm-up", Display = "warm-up" }],
        Links = [new CardLink { Label = "warm-up", Url = new Uri("https://ehr.example/"), Type = CardLinkType.Absolute }],
    };
}
