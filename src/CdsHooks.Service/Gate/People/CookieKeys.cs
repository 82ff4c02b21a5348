using System.Diagnostics.CodeAnalysis;
using System.Xml.Linq;
using CdsHooks.Service.Host.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CdsHooks.Service.Gate.People;

/// <summary>Keeps the keys that protect cookies and forms in the store, so that all replicas have the same.</summary>
/// <remarks>The store is opened when a key is needed, after its options have been checked: this class is made before that.</remarks>
internal sealed class CookieKeys(IServiceProvider services, TimeProvider clock) : IXmlRepository
{
    private StoreAccess Store => services.GetRequiredService<StoreAccess>();

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Wait(Store.ReadAsync(
            (connection, token) => connection.QueryAsync("SELECT content FROM cookie_key", [], row => XElement.Parse(row.GetString(0)), token),
            CancellationToken.None));

    public void StoreElement(XElement element, string friendlyName) =>
        Wait(Store.WriteAsync(
            (connection, token) => connection.ExecuteAsync(
                "INSERT INTO cookie_key (id, created_at, content) VALUES (@id, @at, @content)",
                [("@id", friendlyName), ("@at", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@content", element.ToString(SaveOptions.DisableFormatting))],
                token),
            CancellationToken.None));

    [SuppressMessage("Design", "MA0045:Do not use blocking calls in a sync method", Justification = "The framework asks synchronously: at start, and once a day.")]
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
