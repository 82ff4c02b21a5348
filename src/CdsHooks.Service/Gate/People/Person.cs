using System.Security.Claims;

namespace CdsHooks.Service.Gate.People;

/// <summary>A person who uses the workbench.</summary>
/// <param name="Id">The id that the identity provider or the proxy gives; it does not change.</param>
/// <param name="Name">The name for people who read the audit log.</param>
/// <param name="Role">The role; null for somebody who is known and may do nothing.</param>
internal sealed record Person(string Id, string Name, PersonRole? Role)
{
    private const string IdClaim = "sub";
    private const string NameClaim = "name";
    private const string RoleClaim = "role";

    /// <summary>Gets a value indicating whether this person may change rules.</summary>
    public bool MayEdit => Role is PersonRole.RuleEditor;

    /// <summary>Gets the person that a request was identified with; null for nobody.</summary>
    public static Person? Of(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated is true && user.FindFirstValue(IdClaim) is { } id
            ? new Person(id, user.FindFirstValue(NameClaim) ?? id, Enum.TryParse<PersonRole>(user.FindFirstValue(RoleClaim), out var role) ? role : null)
            : null;

    /// <summary>Makes the identity of a request; it holds nothing but this.</summary>
    /// <param name="scheme">The way in which the person was identified.</param>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        ClaimsIdentity identity = new(scheme, NameClaim, RoleClaim);
        identity.AddClaims([new Claim(IdClaim, Id), new Claim(NameClaim, Name)]);
        if (Role is { } role)
        {
            identity.AddClaim(new Claim(RoleClaim, role.ToString()));
        }

        return new ClaimsPrincipal(identity);
    }
}

/// <summary>The roles of the workbench.</summary>
internal enum PersonRole
{
    /// <summary>Reads the pages and uses the sandbox.</summary>
    Reader,

    /// <summary>Changes rules as well.</summary>
    RuleEditor,
}

/// <summary>Maps the roles or groups of an identity provider or a proxy to those of the workbench.</summary>
internal static class PersonRoles
{
    /// <summary>Finds the highest role; null when none of the values stands for one.</summary>
    public static PersonRole? Of(IEnumerable<string> values, WorkbenchOptions options)
    {
        var theirs = values.ToHashSet(StringComparer.Ordinal);
        return theirs.Overlaps(options.EditorRoles) ? PersonRole.RuleEditor
            : theirs.Overlaps(options.ReaderRoles) ? PersonRole.Reader
            : null;
    }
}
