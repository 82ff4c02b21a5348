using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace CdsHooks.EndToEnd.Tests.Doctor;

/// <summary>What <c>cdshooks doctor</c> says of certificates, by a real handshake.</summary>
public sealed class DoctorTlsTests(DoctoredService deployment) : IClassFixture<DoctoredService>, IDisposable
{
    private readonly string _authority = Path.GetTempFileName();

    public void Dispose() => File.Delete(_authority);

    [Theory]
    [InlineData("localhost", 90, true, "ok", "days")]
    [InlineData("localhost", 10, true, "warning", "9 more days")]
    [InlineData("localhost", -1, true, "problem", "out of date")]
    [InlineData("localhost", 90, false, "problem", "is not trusted")]
    [InlineData("other.example", 90, true, "problem", "for another name")]
    public async Task A_certificate_is_judged(string name, int days, bool isTrusted, string state, string words)
    {
        using var certificate = Certificate(name, days);
        await using var relay = await Relay.StartAsync(certificate);
        relay.Upstream = deployment.Service;
        await File.WriteAllTextAsync(_authority, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);

        var report = await DoctorReport.RunAsync(relay.Address, isTrusted ? ["--ca", _authority] : []);

        report.AssertFound("tls", state, words);
    }

    private static X509Certificate2 Certificate(string name, int days)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name is "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(days));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
