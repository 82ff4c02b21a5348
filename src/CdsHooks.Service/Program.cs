using CdsHooks.Service.Access;
using CdsHooks.Service.Description;
using CdsHooks.Service.Discovery;
using CdsHooks.Service.Errors;
using CdsHooks.Service.Health;
using CdsHooks.Service.Hosting;
using CdsHooks.Service.KnowledgeApi;
using CdsHooks.Service.Rules;
using CdsHooks.Service.ServiceCall;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddHosting();
builder.AddAccess();
builder.AddRules();
builder.AddDiscovery();
builder.AddServiceCall();
builder.AddHealth();
builder.AddDescription();

var app = builder.Build();
app.UseErrors();
app.UseCors();
app.MapDiscovery();
app.MapServiceCall();
app.MapKnowledge();
app.MapHealth();
app.MapDescription();
return await app.RunToEndAsync();
