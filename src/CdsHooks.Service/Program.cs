using CdsHooks.Service.Access;
using CdsHooks.Service.Clients;
using CdsHooks.Service.Decisions;
using CdsHooks.Service.Description;
using CdsHooks.Service.Discovery;
using CdsHooks.Service.Errors;
using CdsHooks.Service.Feedback;
using CdsHooks.Service.FhirAccess;
using CdsHooks.Service.Health;
using CdsHooks.Service.Hosting;
using CdsHooks.Service.KnowledgeApi;
using CdsHooks.Service.Limits;
using CdsHooks.Service.Rules;
using CdsHooks.Service.Security;
using CdsHooks.Service.Security.Headers;
using CdsHooks.Service.ServiceCall;
using CdsHooks.Service.SourcePage;
using CdsHooks.Service.Store;
using CdsHooks.Service.Telemetry;

_ = Preparation.Done;
if (HostRun.NewBuilder(args) is not { } builder)
{
    return 1;
}

builder.AddHosting();
builder.AddDiscretion();
builder.AddForwarding();
builder.AddAccess();
builder.AddLimits();
builder.AddRules();
builder.AddDiscovery();
builder.AddClients();
builder.AddFhirAccess();
builder.AddSecurity();
builder.Services.AddSingleton<RetrievalMetrics>();
builder.Services.AddSingleton<CallMetrics>();
builder.AddStore();
builder.AddDecisions();
builder.AddServiceCall();
builder.AddFeedback();
builder.AddHealth();
builder.AddDescription();

var app = builder.Build();
app.UseForwarding();
app.UseSecurityHeaders();
app.UseMiddleware<HeadRequests>();
app.UseErrors();
app.UseRouting();
app.UseCors();
app.UseLimits();
app.MapDiscovery();
app.MapServiceCall();
app.MapFeedback();
app.MapKnowledge();
app.MapSourcePage();
app.MapHealth();
app.MapDescription();
return await app.RunToEndAsync();
