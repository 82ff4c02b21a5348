using CdsHooks.Service.Host.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>A page that cannot read or write a file answers; only a connection that is gone is left.</summary>
public sealed class PageFileFaultTests
{
    [Theory]
    [InlineData("text/html", false, false)]
    [InlineData("text/html", true, true)]
    [InlineData("application/json", false, true)]
    public async Task A_fault_of_a_file_is_no_lost_connection(string accept, bool isConnection, bool isLeft)
    {
        Lifetime lifetime = new();
        DefaultHttpContext context = new();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Request.Path = "/simulate";
        context.Request.Headers.Accept = accept;
        ErrorMiddleware middleware = new(
            _ => throw (isConnection ? new ConnectionResetException("gone") : new IOException("a path")),
            NullLogger<ErrorMiddleware>.Instance,
            new ErrorPages(isOn: true));

        await middleware.InvokeAsync(context);

        Assert.Equal((isLeft, isLeft ? 200 : 500), (lifetime.IsAborted, context.Response.StatusCode));
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
