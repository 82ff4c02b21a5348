using Xunit;
using Xunit.Sdk;

namespace CdsHooks.EndToEnd.Tests.Browser;

/// <summary>What a visit looks for, it finds.</summary>
[Collection(Browsers.Name)]
public sealed class VisitTests(Chromium chromium, WorkbenchService service)
{
    [Theory]
    [InlineData("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')", "Content Security Policy")]
    [InlineData("document.body.append(Object.assign(document.createElement('script'), { text: 'window.x = 1' }))", "Content Security Policy")]
    [InlineData("new Promise(done => Object.assign(new Image(), { onerror: done, src: 'http://foreign.example/spy.png' }))", "foreign.example")]
    [InlineData("fetch('/no-such-page').then(() => {})", "404: GET")]
    [InlineData("new Promise(done => setTimeout(() => { setTimeout(done); throw new Error('broken'); }))", "A script failed")]
    [InlineData("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.svg\">')", "image-alt")]
    [InlineData("document.querySelector('main').insertAdjacentHTML('beforeend', '<table><tr><td>' + 'wide'.repeat(2000) + '</td></tr></table>')", "the page scrolls sideways")]
    public async Task What_goes_wrong_in_a_page_is_found(string script, string words)
    {
        await using var visit = await chromium.VisitAsync(service.Address);
        await visit.OpenAsync("/");
        await visit.Page.EvaluateAsync($"() => {script}");

        var failure = await Assert.ThrowsAnyAsync<XunitException>(visit.SeeNothingWrongAsync);

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
