using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>With wrong options or rules the service does not start, and says all that is wrong.</summary>
public sealed class RefusedStartTests
{
    [Theory]
    [InlineData("Access:AllowAnonymous", "false", "Access__AllowAnonymous")]
    [InlineData("Access:AllowedOrigins:0", "https://ehr.example", "AllowAnyOrigin is true and Access:AllowedOrigins lists 1")]
    [InlineData("ServiceCall:MaxBodyBytes", "10", "MaxBodyBytes")]
    [InlineData("ServiceCall:TimeZone", "Mars/Olympus", "ServiceCall:TimeZone (Mars/Olympus)")]
    [InlineData("Clients:Anonymous:LinkHosts:0", "https://doi.org", "Clients:Anonymous:LinkHosts:0 must be a host name")]
    [InlineData("Rules:Directory", "", "Directory")]
    [InlineData("Rules:Directory", "no-such-folder", "no-such-folder: The folder does not exist")]
    [InlineData("Rules:SiteParameters", "no-such-parameters", "no-such-parameters")]
    [InlineData("Rules:SiteProfile", "no-such-parameters", "There are no site parameters (a Parameters resource) with the id no-such-parameters")]
    [InlineData("Discovery:File", "no-such-file.json", "no-such-file.json: The file does not exist")]
    [InlineData("Decisions:PatientKey", "c2hvcnQ=", "Decisions:PatientKey must be at least 32 random bytes in Base64")]
    [InlineData("Store:ConnectionString", "nonsense", "Store:ConnectionString must be for SQLite")]
    [InlineData("Store:ConnectionString", "Data Source=:memory:", "The store cannot be in memory")]
    [InlineData("Store:ConnectionString", "Data Source=a.db;Mode=Memory", "The store cannot be in memory")]
    [InlineData("Store:ConnectionString", "Data Source=a.db;Colour=blue", "not valid for SQLite")]
    [InlineData("Store:ConnectionString", "Data Source=a.db;Password=x", "has no password")]
    [InlineData("Store:ConnectionString", "Host=db;Port=many", "not valid for PostgreSQL")]
    [InlineData("Store:Provider", "postgresql", "not valid for PostgreSQL")]
    [InlineData("Store:TokenUseMilliseconds", "1", "TokenUseMilliseconds")]
    [InlineData("Decisions:MaxWaiting", "0", "MaxWaiting")]
    [InlineData("Feedback:MaxBodyBytes", "10", "MaxBodyBytes")]
    [InlineData("Limits:CallsPerSecond", "0", "CallsPerSecond")]
    [InlineData("Limits:CallBurst", "1", "CallBurst")]
    [InlineData("Limits:ConcurrentCalls", "0", "ConcurrentCalls")]
    [InlineData("Limits:QueuedCalls", "-1", "QueuedCalls")]
    [InlineData("Limits:CallSeconds", "0", "CallSeconds")]
    [InlineData("Limits:MinBodyBytesPerSecond", "1", "MinBodyBytesPerSecond")]
    [InlineData("Limits:HeaderSeconds", "0", "HeaderSeconds")]
    [InlineData("Limits:MaxRequestLineBytes", "10", "MaxRequestLineBytes")]
    [InlineData("Limits:MaxHeaderBytes", "10", "MaxHeaderBytes")]
    [InlineData("Limits:MaxHeaders", "1", "MaxHeaders")]
    [InlineData("Limits:MaxConnections", "0", "MaxConnections")]
    [InlineData("Proxy:TrustedAddresses:0", "my-proxy", "TrustedAddresses")]
    [InlineData("Hosting:PublicUrl", "cds.hospital.example", "Hosting:PublicUrl must be an http or https address")]
    [InlineData("Hosting:PublicUrl", "https://", "Hosting:PublicUrl must be an http or https address")]
    [InlineData("Hosting:PublicUrl", "https://cds.hospital.example/?a=b", "Hosting:PublicUrl must be an http or https address")]
    [InlineData("Hosting:PublicUrl", "", "Hosting:PublicUrl must be an http or https address")]
    [InlineData("Access:AllowAnonymous", "Quxbrindlewick", "Access:AllowAnonymous must be true or false.")]
    [InlineData("Limits:CallsPerSecond", "Quxbrindlewick", "Limits:CallsPerSecond must be a whole number.")]
    [InlineData("Store:Provider", "Quxbrindlewick", "Store:Provider must be one of Sqlite, PostgreSql.")]
    [InlineData("Store:Pasword", "Quxbrindlewick", "Store:Pasword is not an option of this service.")]
    [InlineData("Clients:Registered:0:Tenant:0", "Quxbrindlewick", "Clients:Registered:0:Tenant is not an option of this service.")]
    [InlineData("Access:AllowedOrigins", "Quxbrindlewick", "Access:AllowedOrigins must be a list")]
    [InlineData("Clients:Anonymous", "Quxbrindlewick", "Clients:Anonymous must be a group of options.")]
    [InlineData("Security:ClockSkewSeconds:0", "Quxbrindlewick", "Security:ClockSkewSeconds must be a single value.")]
    public void A_wrong_option_is_named(string name, string value, string message)
    {
        AssertDoesNotStart(() => new ServiceApp { Settings = Some.Settings((name, value)) }, message);
    }

    [Fact]
    public async Task A_variable_of_the_machine_that_is_called_like_a_section_forbids_nothing()
    {
        await using var app = new ServiceApp { Settings = Some.Settings(("PROXY", "http://proxy.example:3128"), ("store", "")) };

        using var response = await app.PostAsync(Some.ForeignCall);

        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public void Options_that_cannot_be_read_are_listed_with_the_others()
    {
        var settings = Some.Settings(
            ("Access:AllowAnonymus", "true"), ("Clients:Registered:0:Tenant:0", "east"), ("Hosting:PublicUrl", "cds.hospital.example"), ("Limits:CallBurst", "1"));
        AssertDoesNotStart(
            () => new ServiceApp { Settings = settings },
            "Access:AllowAnonymus is not an option",
            "Clients:Registered:0:Tenant is not an option",
            "Hosting:PublicUrl must be",
            "CallBurst");
    }

    [Theory]
    [InlineData("https://ehr.example/path")]
    [InlineData("ehr.example")]
    [InlineData("ftp://ehr.example")]
    [InlineData("https://user@ehr.example")]
    [InlineData("https://ehr.example/")]
    public void An_origin_is_scheme_host_and_port_only(string origin)
    {
        AssertDoesNotStart(() => new ServiceApp { Settings = Some.Settings(("Access:AllowAnyOrigin", "false"), ("Access:AllowedOrigins:0", origin)) }, "Access:AllowedOrigins:0");
    }

    [Theory]
    [InlineData("Host=db;Password=Quxbrindlewick;Colour=blue")]
    [InlineData("Data Source=Quxbrindlewick.db;Colour=Quxbrindlewick")]
    [InlineData("Quxbrindlewick")]
    public void A_wrong_connection_string_is_not_repeated(string connectionString)
    {
        AssertDoesNotStart(() => new ServiceApp { Settings = Some.Settings(("Store:ConnectionString", connectionString)) }, "Store:ConnectionString");
    }

    [Fact]
    public void Every_issue_of_the_clients_is_listed()
    {
        var settings = Some.Settings(
            ("Clients:Anonymous:Profile", "cerner"),
            ("Clients:Anonymous:DeadlineMilliseconds", "50"),
            ("Clients:Anonymous:FhirServers:0:BaseUrl", "https://user@ehr.example/fhir"),
            ("Clients:Registered:0:Name", "east"),
            ("Clients:Registered:0:Issuer", "no address"),
            ("Clients:Registered:1:Name", "East"),
            ("Clients:Registered:1:Issuer", "https://ehr.example"),
            ("Clients:Registered:1:FhirServers:0:BaseUrl", "ftp://ehr.example/fhir"),
            ("Clients:Registered:2:Name", "west"),
            ("Clients:Registered:2:Issuer", "https://ehr.example"),
            ("Clients:Registered:2:JwksUrls:0", "https://user@ehr.example/keys"),
            ("Clients:Registered:2:Algorithms:0", "HS256"),
            ("Clients:Registered:1:JwksFile", "no-such-file.json"),
            ("Security:ClockSkewSeconds", "301"),
            ("FhirAccess:MaxAnswerBytes", "10"));
        AssertDoesNotStart(
            () => new ServiceApp { Settings = settings },
            "Clients:Anonymous:Profile must be one of default, sandbox, epic, oracle",
            "DeadlineMilliseconds",
            "Clients:Anonymous:FhirServers:0:BaseUrl must be",
            "Clients:Registered:0:Issuer must be an absolute URL",
            "Clients:Registered:1:Name is also the name of another client",
            "Clients:Registered:1:FhirServers:0:BaseUrl must be",
            "Clients:Registered:2:Issuer is also the issuer of another client",
            "Clients:Registered:0 needs JwksUrls or JwksFile",
            "Clients:Registered:1:JwksFile cannot be read",
            "Clients:Registered:2:JwksUrls:0 must be",
            "Clients:Registered:2:Algorithms:0 must be one of ES256",
            "ClockSkewSeconds",
            "MaxAnswerBytes");
    }

    [Fact]
    public void Outside_development_a_FHIR_server_is_https()
    {
        var settings = Some.Settings(("Access:AllowAnonymous", "true"), ("Clients:Anonymous:FhirServers:0:BaseUrl", "http://ehr.example/fhir"));
        AssertDoesNotStart(() => new ServiceApp { Environment = "Production", Settings = settings }, "Clients:Anonymous:FhirServers:0:BaseUrl must be https");
    }

    [Fact]
    public void Production_does_not_start_without_a_registered_client()
    {
        AssertDoesNotStart(() => new ServiceApp { Environment = "Production" }, "Clients:Registered:0", "Access:AllowAnonymous");
    }

    [Fact]
    public void Production_requires_what_tokens_are_compared_with()
    {
        var settings = Some.Settings(
            ("Clients:Registered:0:Name", "east"), ("Clients:Registered:0:Issuer", "https://ehr.example"), ("Clients:Registered:0:JwksUrls:0", "http://ehr.example/keys"));
        AssertDoesNotStart(
            () => new ServiceApp { Environment = "Production", Settings = settings },
            "Clients:Registered:0 needs Hosting:PublicUrl",
            "Clients:Registered:0:JwksUrls:0 must be https outside Development");
    }

    [Theory]
    [InlineData("{", "is not a JWK Set")]
    [InlineData("""{"keys":[]}""", "contains no public signing key with an id")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"1"}]}""", "contains no public signing key with an id")]
    public void A_key_file_without_a_key_is_rejected(string json, string message)
    {
        using var file = new TemporaryFile(json);
        var settings = Some.Settings(
            ("Clients:Registered:0:Name", "east"), ("Clients:Registered:0:Issuer", "https://ehr.example"), ("Clients:Registered:0:JwksFile", file.Path));
        AssertDoesNotStart(() => new ServiceApp { Settings = settings }, $"Clients:Registered:0:JwksFile {message}");
    }

    [Theory]
    [InlineData("nonsense", "This is not JSON")]
    [InlineData("""{"services":[],"services":[]}""", "occurs twice")]
    [InlineData("{}", "$.services: An array")]
    [InlineData("""{"services":[5]}""", "$.services[0].id")]
    public void A_faulty_discovery_document_is_rejected(string json, string message) => AssertRejected(json, message);

    [Fact]
    public void Every_issue_of_the_discovery_document_is_listed()
    {
        const string Json = """
            {"services":[
              {"id":"a b","hook":"patient-view","description":"d","extension":{"example.cdshooks.plan":"https://cdshooks.example.org/fhir/PlanDefinition/lumbar-fusion"}},
              {"id":"a b","hook":"order-sign","description":"","prefetch":{"coverage":"Coverage?patient=1","conditions":"Observation?patient=1","patient":5},
               "extension":{"example.cdshooks.plan":"https://cdshooks.example.org/fhir/PlanDefinition/none"}},
              {"id":"c","hook":"order-sign","description":"d","prefetch":[]}]}
            """;

        AssertRejected(
            Json,
            "$.services[0].id",
            "$.services[0].hook",
            "$.services[1].id: This id is already used",
            "$.services[1].description",
            "$.services[1].prefetch.coverage",
            "$.services[1].prefetch.conditions",
            "$.services[1].prefetch.patient",
            "$.services[2].prefetch",
            "$.services[2].extension.example.cdshooks.plan",
            "There is no PlanDefinition https://cdshooks.example.org/fhir/PlanDefinition/none");
    }

    private static void AssertRejected(string discovery, params string[] messages)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, discovery);
            AssertDoesNotStart(() => new ServiceApp { Settings = Some.Settings(("Discovery:File", file)) }, messages);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AssertDoesNotStart(Func<ServiceApp> create, params string[] messages)
    {
        var app = create();
        Assert.NotNull(Record.Exception(() => app.CreateClient().Dispose()));

        // A host that never started may not know how to stop.
        _ = Record.Exception(app.Dispose);

        // The log, since the factory may report that the host is gone instead of why.
        var log = string.Join('\n', app.Logs.Lines);
        Assert.All(messages, message => Assert.Contains(message, log, StringComparison.Ordinal));
        Assert.False(Sentinel.IsIn(log), "The log repeats what may be secret.");
    }
}
