using CdsHooks.Decision.Criteria;
using CdsHooks.Decision.Criteria.Matching;
using CdsHooks.Decision.Criteria.Results;
using Hl7.Fhir.Model;

namespace CdsHooks.Decision.Plan;

/// <summary>Compiles the tree of criteria: definitions, references to them, groups, and their dependencies.</summary>
internal sealed class TreeLoader(LoadContext load, PlanBodySites bodySites)
{
    private readonly KindLoader _kinds = new(load, bodySites);
    private readonly Dictionary<string, PlanDefinition.ActionComponent> _declared = new(StringComparer.Ordinal);
    private readonly List<Criterion> _criteria = [];
    private readonly Dictionary<string, Criterion> _byId = new(StringComparer.Ordinal);

    /// <summary>Gets the ids of every criterion that the plan declares, enabled or not.</summary>
    public IReadOnlyCollection<string> Declared => _declared.Keys;

    /// <summary>Gets the enabled criteria in the plan's order.</summary>
    public IReadOnlyList<Criterion> Criteria => _criteria;

    public IReadOnlyDictionary<string, Criterion> ById => _byId;

    public void Load(PlanDefinition.ActionComponent orders, PlanDefinition.ActionComponent criteria)
    {
        Declare(orders);
        foreach (var action in criteria.Action)
        {
            Declare(action);
        }

        Compile(orders, isEnabled: true);
        foreach (var action in criteria.Action)
        {
            Compile(action, isEnabled: true);
        }

        CheckDependencies();
        DropEmptyGroups();
        CheckEnabled();
    }

    private static string? ReferenceOf(PlanDefinition.ActionComponent action) => action.Text("criterion-reference");

    private void Declare(PlanDefinition.ActionComponent action)
    {
        if (ReferenceOf(action) is not null)
        {
            return;
        }

        if (action.ElementId is not { Length: > 0 } id)
        {
            load.AddIssue(action, "A criterion needs an id.");
        }
        else if (!_declared.TryAdd(id, action))
        {
            load.AddIssue(action, $"The criterion {id} is defined twice.");
        }

        foreach (var member in action.Action)
        {
            Declare(member);
        }
    }

    /// <summary>Compiles an action and those below it; returns its id when it is enabled.</summary>
    private string? Compile(PlanDefinition.ActionComponent action, bool isEnabled)
    {
        isEnabled &= load.IsEnabled(action);
        if (ReferenceOf(action) is { } reference)
        {
            if (_declared.ContainsKey(reference))
            {
                return isEnabled ? reference : null;
            }

            load.AddIssue(action, "There is no criterion with this id.");
            return null;
        }

        List<string> members = [];
        var place = _criteria.Count;
        foreach (var member in action.Action)
        {
            if (Compile(member, isEnabled) is { } id)
            {
                members.Add(id);
            }
        }

        var outline = OutlineOf(action, members);
        if (CompileNode(action, outline) is not { } criterion || !isEnabled || outline.Id.Length == 0)
        {
            return null;
        }

        if (criterion is LeafCriterion { Inputs.Count: 0 } && !load.Issues.HasErrors)
        {
            load.AddIssue(action, $"With these parameters, the criterion {outline.Id} has no enabled input: it would never be met.");
        }

        if (_byId.TryAdd(outline.Id, criterion))
        {
            // A group comes before its members, in reading order.
            _criteria.Insert(place, criterion);
        }

        return outline.Id;
    }

    private CriterionOutline OutlineOf(PlanDefinition.ActionComponent action, List<string> members)
    {
        var id = action.ElementId ?? string.Empty;
        var title = action.Title ?? string.Empty;
        var description = action.Description ?? string.Empty;
        if (title.Length == 0 || description.Length == 0)
        {
            load.AddIssue(action, "A criterion needs a title and a description.");
        }

        return new CriterionOutline(
            id,
            action.Prefix,
            title,
            description,
            action.TextEquivalent,
            action.CodeOf("criterion-kind") ?? string.Empty,
            members,
            [.. action.Documentation.Select(cited => load.Source(cited)).Select(source => source.Citation ?? source.Display ?? source.Url ?? string.Empty)]);
    }

    private Criterion? CompileNode(PlanDefinition.ActionComponent action, CriterionOutline outline)
    {
        var hasMembers = action.Action.Count > 0;
        var group = outline.Kind switch
        {
            "all" => GroupKind.All,
            "any" => GroupKind.Any,
            "none" => GroupKind.None,
            _ => (GroupKind?)null,
        };
        if (group is { } kind)
        {
            if (!hasMembers)
            {
                load.AddIssue(action, "A group needs members.");
            }

            var settings = new SettingsReader(action, [action.Part()], load);
            var reason = settings.Code("notMetReason");
            if (reason is not null && !ReasonCodes.TryParse(reason, out Reason _))
            {
                load.AddIssue(action, $"notMetReason must be one of {string.Join(", ", ReasonCodes.All)}.");
            }

            settings.ReportUnknown();
            return new GroupCriterion(outline, kind, ReasonCodes.TryParse(reason, out Reason given) ? given : null);
        }

        if (hasMembers)
        {
            load.AddIssue(action, "Only a group has members.");
        }

        var leaf = _kinds.Load(action, outline);
        if (leaf is null)
        {
            load.AddIssue(action, $"A criterion needs a code of the CodeSystem criterion-kind: one of {string.Join(", ", _kinds.Kinds)}, all, any, none.");
        }

        return leaf;
    }

    /// <summary>Checks that every criterion depends on existing ones, and none on itself, directly or indirectly.</summary>
    private void CheckDependencies()
    {
        HashSet<string> finished = new(StringComparer.Ordinal);
        foreach (var criterion in _criteria)
        {
            Visit(criterion.Id, [], finished);
        }
    }

    private void Visit(string id, HashSet<string> inProgress, HashSet<string> finished)
    {
        if (finished.Contains(id))
        {
            return;
        }

        if (!inProgress.Add(id))
        {
            load.AddIssue(_declared[id], $"The criterion {id} depends on itself.");
            return;
        }

        foreach (var needed in _byId.GetValueOrDefault(id)?.DependsOn ?? [])
        {
            if (_byId.ContainsKey(needed))
            {
                Visit(needed, inProgress, finished);
            }
            else if (!_declared.ContainsKey(needed))
            {
                load.AddIssue(_declared[id], $"The criterion {id} names a criterion that does not exist.");
            }
        }

        inProgress.Remove(id);
        finished.Add(id);
    }

    /// <summary>Checks that the criteria that a record must come after are enabled: otherwise the record could not be judged.</summary>
    private void CheckEnabled()
    {
        foreach (var leaf in _criteria.OfType<LeafCriterion>())
        {
            foreach (var needed in leaf.DependsOn.Where(needed => _declared.ContainsKey(needed) && !_byId.ContainsKey(needed)).Distinct(StringComparer.Ordinal))
            {
                load.AddIssue(_declared[leaf.Id], $"The criterion {leaf.Id} comes after {needed}, which is not enabled.");
            }
        }
    }

    /// <summary>Removes references to criteria that are not enabled, and groups without members.</summary>
    private void DropEmptyGroups()
    {
        var changed = true;
        while (changed)
        {
            changed = false;
            foreach (var group in _criteria.OfType<GroupCriterion>().ToList())
            {
                List<string> present = [.. group.Outline.Members.Where(_byId.ContainsKey)];
                if (present.Count == group.Outline.Members.Count && present.Count > 0)
                {
                    continue;
                }

                changed = true;
                var place = _criteria.IndexOf(group);
                _criteria.RemoveAt(place);
                _byId.Remove(group.Id);
                if (present.Count > 0)
                {
                    var smaller = group.With(present);
                    _criteria.Insert(place, smaller);
                    _byId.Add(smaller.Id, smaller);
                }
            }
        }
    }
}
