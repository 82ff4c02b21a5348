namespace CdsHooks.Decision.Cards;

/// <summary>Reads the short forms of the criteria, and checks that none contains itself through its inserts.</summary>
internal sealed class ShortFormReader(CardScope scope)
{
    // A short form of a short form is useful (a group that names its members); deeper nesting is a mistake.
    private const int MaxDepth = 3;

    /// <summary>Reads the short form, else the title, of every enabled criterion.</summary>
    public IReadOnlyDictionary<string, CardText> Read()
    {
        CardTextReader texts = new(scope);
        Dictionary<string, CardText> shortForms = new(StringComparer.Ordinal);
        foreach (var criterion in scope.Rules.Criteria)
        {
            var read = scope.FindAction(criterion.Id)?.TextEquivalentElement is { } text ? texts.ReadPlain(text) : null;
            shortForms[criterion.Id] = read ?? Literal(criterion.Title);
        }

        var tooDeep = scope.Rules.Criteria.Where(criterion => Depth(criterion.Id, shortForms) > MaxDepth).ToList();
        foreach (var criterion in tooDeep)
        {
            scope.AddIssue(scope.FindAction(criterion.Id)?.TextEquivalentElement, "This short form contains itself, or short forms that are nested too deeply.");
            shortForms[criterion.Id] = Literal(criterion.Title);
        }

        return shortForms;
    }

    private static CardText Literal(string text) => new(text, [new CardTextPiece(text, Insert: null)]);

    private int Depth(string id, Dictionary<string, CardText> shortForms, int above = 1)
    {
        if (above > MaxDepth || !shortForms.TryGetValue(id, out var text))
        {
            return above;
        }

        var deepest = above;
        foreach (var piece in text.Pieces)
        {
            if (piece.Insert is { Kind: CardInsertKind.Members or CardInsertKind.FirstMember or CardInsertKind.Deciding } insert)
            {
                foreach (var member in scope.Rules.MembersOf(insert.Name))
                {
                    deepest = Math.Max(deepest, Depth(member, shortForms, above + 1));
                }
            }
        }

        return deepest;
    }
}
