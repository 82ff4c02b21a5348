using System.IO.Compression;
using System.Net;
using CdsHooks.Service.Gate.Clients;
using CdsHooks.Service.Gate.Egress;
using CdsHooks.Service.Hooks.FhirAccess;
using Xunit;

namespace CdsHooks.Service.Tests.FhirAccess;

/// <summary>Where the service may connect to.</summary>
public sealed class EgressTests
{
    [Theory]
    [InlineData("8.8.8.8", true, true, "a public address")]
    [InlineData("2606:4700::1111", true, true, "a public address")]
    [InlineData("10.1.2.3", false, true, "a private network")]
    [InlineData("172.16.0.1", false, true, "a private network")]
    [InlineData("172.32.0.1", true, true, "just outside of it")]
    [InlineData("192.168.1.1", false, true, "a private network")]
    [InlineData("100.64.0.1", false, true, "the carrier's own network")]
    [InlineData("127.0.0.1", false, true, "this machine")]
    [InlineData("127.8.8.8", false, true, "this machine by another name")]
    [InlineData("::1", false, true, "this machine")]
    [InlineData("fd12::1", false, true, "a private network")]
    [InlineData("169.254.169.254", false, false, "the metadata service")]
    [InlineData("169.254.0.1", false, false, "link-local")]
    [InlineData("fe80::1", false, false, "link-local")]
    [InlineData("fd00:ec2::254", false, false, "the metadata service")]
    [InlineData("100.100.100.200", false, false, "a metadata service")]
    [InlineData("0.0.0.0", false, false, "nowhere, which many systems take for this machine")]
    [InlineData("::", false, false, "nowhere")]
    [InlineData("224.0.0.1", false, false, "many at once")]
    [InlineData("255.255.255.255", false, false, "everyone")]
    [InlineData("ff02::1", false, false, "many at once")]
    [InlineData("::ffff:169.254.169.254", false, false, "the metadata service in an IPv6 address")]
    [InlineData("::ffff:10.0.0.1", false, true, "a private network in an IPv6 address")]
    [InlineData("::ffff:8.8.8.8", true, true, "a public address in an IPv6 address")]
    [InlineData("64:ff9b::a9fe:a9fe", false, false, "the metadata service, translated")]
    [InlineData("64:ff9b::808:808", true, true, "a public address, translated")]
    [InlineData("64:ff9b:1::a9fe:a9fe", false, false, "translated by a rule of the local network")]
    [InlineData("::7f00:1", false, true, "this machine in an old form")]
    [InlineData("::a9fe:a9fe", false, false, "the metadata service in an old form")]
    [InlineData("2001:0:4136:e378:8000:63bf:5601:5601", false, false, "a tunnel")]
    [InlineData("168.63.129.16", false, false, "a cloud's own service behind a public address")]
    [InlineData("fd20:ce::254", false, false, "a metadata service")]
    [InlineData("100.63.255.255", true, true, "just outside of the carrier's network")]
    [InlineData("100.128.0.0", true, true, "just outside of the carrier's network")]
    [InlineData("2002:a9fe:a9fe::1", false, false, "the metadata service behind 6to4")]
    [InlineData("2002:a00:1::1", false, true, "a private network behind 6to4")]
    public void An_address_is_judged_by_what_it_reaches(string address, bool isAllowed, bool isAllowedInPrivate, string why)
    {
        Assert.True(isAllowed == AddressRule.IsAllowed(IPAddress.Parse(address), allowsPrivate: false), why);
        Assert.True(isAllowedInPrivate == AddressRule.IsAllowed(IPAddress.Parse(address), allowsPrivate: true), why);
    }

    [Theory]
    [InlineData("https://ehr.example/fhir", true)]
    [InlineData("https://ehr.example/fhir/", true)]
    [InlineData("https://EHR.example:443/fhir/r4", true)]
    [InlineData("https://ehr.example/fhir/../fhir", true)]
    [InlineData("http://ehr.example/fhir", false)]
    [InlineData("http://ehr.example:443/fhir", false)]
    [InlineData("https://ehr.example:8443/fhir", false)]
    [InlineData("https://ehr.example/fhirx", false)]
    [InlineData("https://ehr.example/FHIR", false)]
    [InlineData("https://ehr.example/", false)]
    [InlineData("https://ehr.example/fhir/../admin", false)]
    [InlineData("https://ehr.example/fhir/%2e%2e/admin", false)]
    [InlineData("https://ehr.example/fhir/..%2fadmin", false)]
    [InlineData("https://ehr.example/fhir/x%2F..%2F..%2Fadmin", false)]
    [InlineData("https://ehr.example/fhir/..%5cadmin", false)]
    [InlineData("https://ehr.example/fhir\\..\\admin", false)]
    [InlineData("https://ehr.example/fhir/..;/admin", false)]
    [InlineData("https://ehr.example/fhir/Condition?page=..%2f2", true)]
    [InlineData("https://ehr.example./fhir", false)]
    [InlineData("https://user@ehr.example/fhir", false)]
    [InlineData("https://ehr.example.evil.example/fhir", false)]
    [InlineData("https://evil.example/fhir?https://ehr.example/fhir", false)]
    public void Only_what_lies_below_the_registered_address_is_its_own(string address, bool expected)
    {
        using var channel = new FhirServerChannel(new FhirServerOptions { BaseUrl = "https://ehr.example/fhir" }, new FhirAccessOptions(), TimeProvider.System, acceptsLoopbackAliases: true);

        Assert.Equal(expected, channel.Covers(new Uri(address)));
    }

    [Theory]
    [InlineData("http://localhost:5002/fhir", "http://127.0.0.1:5002/fhir", true)]
    [InlineData("http://127.0.0.1:5002/fhir", "http://LOCALHOST:5002/fhir/r4", true)]
    [InlineData("http://localhost:5002/fhir", "http://[::1]:5002/fhir", true)]
    [InlineData("http://[::1]:5002/fhir", "http://localhost:5002/fhir", true)]
    [InlineData("http://localhost:5002/fhir", "http://127.0.0.1:5003/fhir", false)]
    [InlineData("http://localhost:5002/fhir", "http://127.0.0.1:5002/other", false)]
    [InlineData("http://localhost:5002/fhir", "https://127.0.0.1:5002/fhir", false)]
    [InlineData("http://localhost:5002/fhir", "http://127.0.0.2:5002/fhir", false)]
    [InlineData("http://localhost:5002/fhir", "http://10.0.0.1:5002/fhir", false)]
    [InlineData("http://10.0.0.1:5002/fhir", "http://localhost:5002/fhir", false)]
    public void Loopback_goes_by_each_of_its_names_in_Development_only(string registered, string named, bool expected)
    {
        var server = new FhirServerOptions { BaseUrl = registered };
        using var development = new FhirServerChannel(server, new FhirAccessOptions(), TimeProvider.System, acceptsLoopbackAliases: true);
        using var production = new FhirServerChannel(server, new FhirAccessOptions(), TimeProvider.System, acceptsLoopbackAliases: false);

        Assert.Equal(expected, development.Covers(new Uri(named)));
        Assert.False(production.Covers(new Uri(named)));
    }

    [Fact]
    public void Words_about_a_question_or_an_answer_hold_nothing_of_it()
    {
        Assert.Equal("FhirQuery", FhirQuery.Search("Condition", "patient=p1").ToString());
        Assert.Equal("Fetched", FhirReply.Of("secret"u8.ToArray()).ToString());
    }

    [Fact]
    public async Task A_body_that_is_not_packed_as_it_says_cannot_be_read_and_is_no_fault_of_ours()
    {
        using var gzip = new StreamContent(new GZipStream(new MemoryStream("no gzip"u8.ToArray()), CompressionMode.Decompress));
        using var brotli = new StreamContent(new BrotliStream(new MemoryStream("no brotli"u8.ToArray()), CompressionMode.Decompress));

        Assert.Null(await BoundedBody.ReadAsync(gzip, 100, TestContext.Current.CancellationToken));
        Assert.Null(await BoundedBody.ReadAsync(brotli, 100, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_search_whose_address_would_grow_long_is_posted()
    {
        Assert.Null(FhirQuery.Search("Observation", "patient=p1&code=1").Form);
        var posted = FhirQuery.Search("Observation", "patient=p1&code=" + new string('1', 2000));
        Assert.Equal("Observation/_search", posted.Path);
        Assert.StartsWith("patient=p1", posted.Form, StringComparison.Ordinal);
    }
}
