using System.Diagnostics.CodeAnalysis;
using CdsHooks.Decision.Intake;
using Hl7.Fhir.Utility;
using Microsoft.AspNetCore.Connections;
using Microsoft.Net.Http.Headers;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace CdsHooks.Service.Host.Errors;

/// <summary>Writes an OperationOutcome, without any content of the request, as the body of every response that is not a success; to a browser, a page.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger, ErrorPages pages)
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The last handler: the server would log the exception's message, which may contain patient data.")]
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBareError(context.Response))
            {
                AllowHead(context.Response.Headers);
                await WriteAsync(context, Outcome.Of(context.Response.StatusCode));
            }
        }
        catch (OperationCanceledException exception) when (context.RequestAborted.IsCancellationRequested || exception is ConnectionAbortedException)
        {
            Leave(context);
        }
        catch (RejectedRequestException rejection)
        {
            await AnswerAsync(context, rejection.Outcome);
        }
        catch (HookRequestException exception)
        {
            await AnswerAsync(context, Outcome.Of(StatusCodes.Status400BadRequest, IssueType.Invalid, $"{exception.Message}.", exception.JsonPath));
        }
        catch (BadHttpRequestException exception)
        {
            await AnswerAsync(context, Outcome.Of(exception.StatusCode));
        }
        catch (IOException exception) when (exception is ConnectionResetException || context.RequestAborted.IsCancellationRequested || !pages.Fits(context.Request))
        {
            // A call reads and writes nothing but its connection; a page may read and write files.
            Leave(context);
        }
        catch (Exception exception)
        {
            // Types and methods only: a message may contain a value from the request.
            Log.Failed(logger, exception.GetType().FullName, exception.StackTrace);
            await AnswerAsync(context, Outcome.Of(StatusCodes.Status500InternalServerError));
        }
    }

    /// <summary>Ends a call whose client is gone. The server would try to read the rest of the body otherwise, and log that it cannot.</summary>
    private void Leave(HttpContext context)
    {
        Log.Disconnected(logger);
        context.Abort();
    }

    /// <summary>Adds HEAD to the Allow header: routing does not know that HEAD is answered wherever GET is.</summary>
    private static void AllowHead(IHeaderDictionary headers)
    {
        if (headers.Allow.Contains(HttpMethods.Get, StringComparer.Ordinal) && !headers.Allow.Contains(HttpMethods.Head, StringComparer.Ordinal))
        {
            headers.Append(HeaderNames.Allow, HttpMethods.Head);
        }
    }

    private static bool IsBareError(HttpResponse response) =>
        response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null };

    private async Task AnswerAsync(HttpContext context, Outcome outcome)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        Log.Refused(logger, outcome.Status, outcome.Issues[0].Code.GetLiteral(), outcome.Issues[0].Expression ?? "$");
        context.Response.Clear();
        await WriteAsync(context, outcome);
    }

    private async Task WriteAsync(HttpContext context, Outcome outcome)
    {
        if (!pages.Fits(context.Request) || !await TryShowAsync(context, outcome))
        {
            await OutcomeWriter.WriteAsync(context.Response, outcome, context.RequestAborted);
        }
    }

    /// <summary>Lets the page about errors answer the request.</summary>
    /// <returns>False when that fails, too.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The plain error is written instead.")]
    private async Task<bool> TryShowAsync(HttpContext context, Outcome outcome)
    {
        try
        {
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            context.Request.Method = HttpMethods.Get;
            context.Request.Path = ErrorPages.Path;
            context.Response.StatusCode = outcome.Status;
            context.Features.Set(outcome);
            await next(context);
            return context.Response.HasStarted;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            Log.Failed(logger, exception.GetType().FullName, exception.StackTrace);
            context.Response.Clear();
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Information, "Answered {Status} ({Code} at {Path})")]
        public static partial void Refused(ILogger logger, int status, string? code, string path);

        [LoggerMessage(1301, LogLevel.Error, "A call failed with {ExceptionType} at {StackTrace}")]
        public static partial void Failed(ILogger logger, string? exceptionType, string? stackTrace);

        [LoggerMessage(1302, LogLevel.Debug, "The client disconnected")]
        public static partial void Disconnected(ILogger logger);
    }
}
