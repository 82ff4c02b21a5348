using System.Text;
using CdsHooks.Decision.Intake;
using CdsHooks.Service.Gate.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CdsHooks.Service.Pages.Sandbox;

/// <summary>Takes a request, or fetches a patient, for the sandbox.</summary>
[RequestSizeLimit(OwnCharts.MaxBytes + 65_536)]
[ChangesNothing]
internal sealed class OwnPage(OwnCharts charts, OwnPatients patients, TimeProvider clock) : PageModel
{
    private const int FirstYear = 1950;
    private const int LastYear = 2150;

    /// <summary>Gets what is wrong with the input, one sentence each; never a part of it.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Gets the FHIR servers to offer.</summary>
    public IEnumerable<string> Servers => patients.Servers;

    /// <summary>Gets a value indicating whether any FHIR server may be named.</summary>
    public bool AllowsAny => patients.AllowsAny;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Keeps a pasted or uploaded request.</summary>
    public async Task<IActionResult> OnPostRequestAsync(IFormFile? file, string? json, DateOnly? asOf)
    {
        var text = file is null ? json ?? string.Empty : await ReadAsync(file);
        if (text.Length is 0)
        {
            return Refuse("Paste a request, or choose a file.");
        }

        if (asOf is { Year: < FirstYear or > LastYear })
        {
            return Refuse("The day of the order must be in the years 1950 to 2150.");
        }

        if (text.Length > OwnCharts.MaxBytes)
        {
            return Refuse("The request is too large for the sandbox.");
        }

        try
        {
            using var read = HookRequest.Read(Encoding.UTF8.GetBytes(text));
            return StrictJson.Object(text) is not { } request ? Refuse("The request has the same member twice, or a text that is not Unicode, and cannot be edited.") : LocalRedirect(new SandboxState { Patient = charts.Keep("Your request", request, asOf ?? Today), Hook = Decision.Hooks.HookNames.OrderSign }.Url);
        }
        catch (HookRequestException exception)
        {
            return Refuse($"{exception.Message}.");
        }
    }

    /// <summary>Fetches a patient and keeps the request that a call about them would be.</summary>
    public async Task<IActionResult> OnPostPatientAsync(string? server, string? patient)
    {
        var (request, problem) = await patients.FetchAsync(server?.Trim() ?? string.Empty, patient?.Trim() ?? string.Empty, Today, HttpContext.RequestAborted);
        return request is null
            ? Refuse(problem)
            : LocalRedirect(new SandboxState { Patient = charts.Keep("Your patient", request, Today), Hook = Decision.Hooks.HookNames.OrderSign }.Url);
    }

    private static async Task<string> ReadAsync(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private PageResult Refuse(string problem)
    {
        Problems = [problem];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
