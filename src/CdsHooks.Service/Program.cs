using CdsHooks.Service.Gate.Access;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Limits;
using CdsHooks.Service.Gate.People;
using CdsHooks.Service.Gate.Security;
using CdsHooks.Service.Gate.Security.Headers;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Hooks.Discovery;
using CdsHooks.Service.Hooks.Export;
using CdsHooks.Service.Hooks.Feedback;
using CdsHooks.Service.Hooks.FhirAccess;
using CdsHooks.Service.Hooks.ServiceCall;
using CdsHooks.Service.Hooks.Shadow;
using CdsHooks.Service.Host.Description;
using CdsHooks.Service.Host.Errors;
using CdsHooks.Service.Host.Health;
using CdsHooks.Service.Host.Hosting;
using CdsHooks.Service.Host.Monitoring;
using CdsHooks.Service.Host.Store;
using CdsHooks.Service.Host.Telemetry;
using CdsHooks.Service.Knowledge.KnowledgeApi;
using CdsHooks.Service.Knowledge.Rules;
using CdsHooks.Service.Knowledge.SourcePage;
using CdsHooks.Service.Pages;

if (args is [HealthCheckVerb.Name, .. var options])
{
    return await HealthCheckVerb.RunAsync(options);
}

if (args is ["store", .. var command])
{
    return await StoreCommand.RunAsync(command);
}

if (args is [[not ('-' or '/'), ..] verb, ..] && !verb.Contains('=', StringComparison.Ordinal))
{
    await Console.Error.WriteLineAsync("There is no such verb. Verbs: store, healthcheck. Without a verb, the service starts; options begin with --.");
    return 2;
}

_ = Preparation.Done;
if (HostRun.NewBuilder(args) is not { } builder)
{
    return 1;
}

builder.AddHosting();
builder.AddTelemetryPrivacy();
builder.AddForwarding();
builder.AddAccess();
builder.AddLimits();
builder.AddRules();
builder.AddClients();
builder.AddFhirAccess();
builder.AddSecurity();
builder.AddMonitoring();
builder.AddStore();
builder.AddRetention();
builder.AddDecisions();
builder.AddShadow();
builder.AddServiceCall();
builder.AddFeedback();
builder.AddHealth();
builder.AddDescription();
builder.AddPeople();
builder.AddPages();

var app = builder.Build();
app.UseMiddleware<RequestIds>();
app.UseProxyIdentity();
app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UseMiddleware<DrainedConnections>();
app.UseMiddleware<HeadRequests>();
app.UseMiddleware<ErrorMiddleware>();
app.UseMetrics();
app.UseRouting();
app.UseCors();
app.UseMiddleware<CallLimits>();
app.UsePeople();
app.MapDiscovery();
app.MapServiceCall();
app.MapFeedback();
app.MapKnowledge();
app.MapSourcePage();
app.MapHealth();
app.MapDescription();
app.MapPages();
return await app.RunToEndAsync();
