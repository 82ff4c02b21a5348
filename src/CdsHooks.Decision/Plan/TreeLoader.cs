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
        List<PlanDefinition.ActionComponent> actions = [orders, .. criteria.Action];
        actions.ForEach(Declare);
        actions.ForEach(action => Compile(action, isEnabled: true));

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

        action.Action.ForEach(Declare);
    }

    /// <summary>Compiles an action and those below it; returns its id when it is enabled.</summary>
    private string? Compile(PlanDefinition.ActionComponent action, bool isEnabled)
    {
        isEnabled &= load.IsEnabled(action);
        if (ReferenceOf(action) is { } reference)
        {
            load.Require(_declared.ContainsKey(reference), action, "There is no criterion with this id.");
            return isEnabled && _declared.ContainsKey(reference) ? reference : null;
        }

        var place = _criteria.Count;
        List<string> members = [.. action.Action.Select(member => Compile(member, isEnabled)).OfType<string>()];
        var outline = OutlineOf(action, members);
        if (CompileNode(action, outline) is not { } criterion || !isEnabled || outline.Id.Length == 0)
        {
            return null;
        }

        load.Require(
            criterion is not LeafCriterion { Inputs.Count: 0 } || load.Issues.HasErrors,
            action,
            $"With these parameters, the criterion {outline.Id} has no enabled input: it would never be met.");
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
        load.Require(title.Length > 0 && description.Length > 0, action, "A criterion needs a title and a description.");
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
        if (outline.Kind is not ("all" or "any" or "none"))
        {
            load.Require(!hasMembers, action, "Only a group has members.");
            return _kinds.Load(action, outline) ?? load.Reject<Criterion>(
                action, $"A criterion needs a code of the CodeSystem criterion-kind: one of {string.Join(", ", _kinds.Kinds)}, all, any, none.");
        }

        load.Require(hasMembers, action, "A group needs members.");
        var settings = new SettingsReader(action, [action.Part()], load);
        var code = settings.Code("notMetReason");
        var isKnown = ReasonCodes.TryParse(code, out Reason reason);
        load.Require(code is null || isKnown, action, $"notMetReason must be one of {string.Join(", ", ReasonCodes.All)}.");
        settings.ReportUnknown();
        return new GroupCriterion(outline, Enum.Parse<GroupKind>(outline.Kind, ignoreCase: true), isKnown ? reason : null);
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
