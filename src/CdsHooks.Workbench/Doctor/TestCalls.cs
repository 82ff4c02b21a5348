using System.Security.Cryptography;
using CdsHooks.Decision.Hooks;

namespace CdsHooks.Workbench.Doctor;

/// <summary>The calls that the checks make: both are about a patient who does not exist.</summary>
internal static class TestCalls
{
    private const string SampleName = "sample-call.json";
    private const string SampleInstance = "00000000-0000-4000-8000-000000000000";

    /// <summary>Creates a call with an order that no plan is about.</summary>
    public static string Silent() => $$"""
        {"hook":"{{HookNames.OrderSign}}","hookInstance":"{{NewInstance()}}","context":{"userId":"Practitioner/cdshooks-doctor","patientId":"cdshooks-doctor",
        "draftOrders":{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"ServiceRequest","id":"order","status":"draft","intent":"order",
        "code":{"coding":[{"system":"https://cdshooks.example/test","code":"test"}],"text":"Test order of cdshooks doctor"},"subject":{"reference":"Patient/cdshooks-doctor"} } } ] } } }
        """;

    /// <summary>Creates a call with an order for a lumbar fusion and a chart in which little is documented.</summary>
    public static string Sample()
    {
        using var stream = typeof(TestCalls).Assembly.GetManifestResourceStream(SampleName)
            ?? throw new InvalidOperationException("The sample call is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace(SampleInstance, NewInstance().ToString(), StringComparison.Ordinal);
    }

    private static Guid NewInstance() => new(RandomNumberGenerator.GetBytes(16));
}
