namespace CdsHooks.Fhir.Terminology;

/// <summary>The check digits of SNOMED CT and LOINC, which catch most typing errors.</summary>
internal static class CheckDigits
{
    // Verhoeff 1969: the multiplication table of the dihedral group of order 10, and its permutation applied 0 to 7 times.
    private static readonly byte[][] Multiplication =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];

    private static readonly byte[][] Permutation =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];

    /// <summary>True when the last digit makes the Verhoeff sum 0, as in SNOMED CT.</summary>
    internal static bool IsVerhoeff(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var position = 0; position < digits.Length; position++)
        {
            var digit = digits[^(position + 1)] - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            sum = Multiplication[sum][Permutation[position % 8][digit]];
        }

        return sum == 0;
    }

    /// <summary>True when the digit after the hyphen makes the sum a multiple of 10, every second digit doubled (Luhn), as in LOINC.</summary>
    internal static bool IsMod10(ReadOnlySpan<char> number, char check)
    {
        var sum = check - '0';
        for (var position = 0; position < number.Length; position++)
        {
            var digit = number[^(position + 1)] - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            var weighed = position % 2 == 0 ? digit * 2 : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10 == 0;
    }
}
