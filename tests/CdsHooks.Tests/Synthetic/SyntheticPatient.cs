using System.Globalization;
using CdsHooks.Tests.Intake;

namespace CdsHooks.Tests.Synthetic;

/// <summary>Makes the Patient of a chart, with the extensions of US Core.</summary>
internal static class SyntheticPatient
{
    public static string Make(Dice dice, string id, DateOnly birth) =>
        $$$"""
        {"resourceType":"Patient","id":"{{{id}}}","meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]},
        "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">A made-up person.</div>"},
        "extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[
          {"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2106-3","display":"White"}},{"url":"text","valueString":"White"}]},
        {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"{{{(dice.Next(2) == 0 ? 'F' : 'M')}}}"},
        {"url":"http://synthetichealth.github.io/synthea/quality-adjusted-life-years","valueDecimal":{{{dice.Next(80)}}}.84920103376818}],
        "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"http://hospital.smarthealthit.org","value":"{{{id}}}"}],
        "name":[{"use":"official","family":"Quibbleworth{{{dice.Next(1000)}}}","given":["Amaryllis{{{dice.Next(1000)}}}"]}],
        "gender":"{{{(dice.Next(2) == 0 ? "female" : "male")}}}","birthDate":"{{{birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}}"}
        """;
}
