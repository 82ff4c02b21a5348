using System.Globalization;

namespace CdsHooks.Cli.Pack;

/// <summary>The statements by which resources find their patients, and their places in the shards.</summary>
/// <remarks><c>seq</c> is the number of a file and of a line in it: the order in which resources stand in the export.</remarks>
internal static class PackSql
{
    /// <summary>What is read of every resource, see <see cref="ResourceFacts"/>.</summary>
    public const string Tables = """
        create table line (seq bigint, type varchar, id varchar, bytes integer);
        create table owner (seq bigint, patient varchar);
        create table owner_key (seq bigint, element integer, key varchar);
        create table patient_key (patient varchar, key varchar);
        create table used (seq bigint, key varchar);
        create table shared_key (seq bigint, key varchar);
        """;

    /// <summary>Every patient of every resource. A key that finds two patients finds none.</summary>
    public const string Owners = """
        insert into owner
          select distinct k.seq, k.patient
          from (
            select o.seq, o.element, min(p.patient) as patient
            from owner_key o join patient_key p using (key)
            group by o.seq, o.element
            having count(distinct p.patient) = 1) k
          anti join owner o on o.seq = k.seq and o.patient = k.patient;
        drop table owner_key;
        drop table patient_key;
        """;

    /// <summary>The resources without a patient that patients need, directly or by one that they need.</summary>
    public const string Shared = """
        create table step as
          select distinct u.seq as origin, s.seq as target
          from used u join shared_key s using (key)
          where u.seq <> s.seq;
        create table reach as
          with recursive r (origin, target) as (
            select t.origin, t.target from step t semi join shared_key s on s.seq = t.origin
            union
            select r.origin, t.target from r join step t on t.origin = r.target)
          select origin, target from r;
        create table shared as
          with direct as (
            select distinct o.patient, t.target as seq from owner o join step t on t.origin = o.seq)
          select patient, seq from direct
          union
          select d.patient, r.target from direct d join reach r on r.origin = d.seq;
        drop table used;
        drop table step;
        drop table reach;
        drop table shared_key;
        """;

    /// <summary>Each line of the shards: the resource, its patient and the bytes that it takes with id, tab and line break.</summary>
    public const string Lines = """
        create table placed as
          select p.seq, p.patient, l.bytes + strlen(p.patient) + 2 as bytes
          from (select seq, patient from owner union all select seq, patient from shared) p join line l using (seq);
        """;

    /// <summary>The size of all shards.</summary>
    public const string Size = "select sum(bytes)::bigint from placed";

    /// <summary>Each type with the number of its resources, of those that are shared, and of those that are in no shard.</summary>
    public const string Types = """
        select l.type, count(*), count(s.seq), count(*) filter (where s.seq is null and o.seq is null)
        from line l
          left join (select distinct seq from shared) s using (seq)
          left join (select distinct seq from owner) o using (seq)
        group by l.type order by l.type
        """;

    /// <summary>Resources whose type and id were there before.</summary>
    public const string Repeated = "select sum(n - 1)::bigint from (select count(*) as n from line where id is not null group by type, id)";

    /// <summary>Patients without a Patient resource, and patients with nothing else.</summary>
    public const string Patients = """
        select count(*) filter (where own = 0), count(*) filter (where own = total)
        from (
          select count(*) filter (where l.type = 'Patient') as own, count(*) as total
          from owner o join line l using (seq) group by o.patient)
        """;

    /// <summary>The place of each line, in the order of the export: its patient, the bucket, and the first byte in it.</summary>
    public const string Places = """
        select p.seq, p.patient, b.bucket,
          (sum(p.bytes) over (partition by b.bucket order by p.patient, p.seq rows unbounded preceding) - p.bytes)::bigint as start
        from placed p join patient_bucket b using (patient)
        order by p.seq, p.patient
        """;

    /// <summary>The buckets: shard and size.</summary>
    public const string Buckets = "select bucket, any_value(shard), sum(bytes)::bigint from patient_bucket group by bucket order by bucket";

    /// <summary>Divides every shard into buckets of some size, in the order of the patients. A patient is not divided.</summary>
    /// <param name="shards">The number of shards.</param>
    /// <param name="bucketBytes">The size of a bucket, without its last patient.</param>
    public static string Divide(int shards, long bucketBytes) => string.Create(CultureInfo.InvariantCulture, $"""
        create table patient_bucket as
          with patient as (
            select patient, (concat('0x', left(sha256(patient), 8))::ubigint % {shards})::integer as shard, sum(bytes)::bigint as bytes
            from placed group by patient),
          part as (
            select patient, shard, bytes, ((sum(bytes) over (partition by shard order by patient rows unbounded preceding) - bytes) // {bucketBytes})::bigint as part
            from patient)
          select patient, shard, bytes, (dense_rank() over (order by shard, part) - 1)::integer as bucket from part;
        """);
}
