# The plain join as a script of the standard library. Tells its usage on the third channel, as `usage.ts` does for Node.
import csv, json, os, resource, sys

export_file, snapshot_file, out_file = sys.argv[1:4]
people = {}
with open(snapshot_file, encoding="utf-8") as lines:
    for line in lines:
        person = json.loads(line)
        if person.get("kind") == "snapshot":
            continue
        told = (person["state"], len(person["assignments"]) > 0)
        for login in [person["nameId"], *person["logins"], *(alias["login"] for alias in person["aliases"])]:
            people[str(login).lower()] = told
with open(export_file, encoding="utf-8-sig", newline="") as rows, open(out_file, "w", encoding="utf-8") as out:
    for row in csv.DictReader(rows):
        login = row["Email"].lower()
        state, assigned = people.get(login, ("orphaned", False))
        if state != "active":
            out.write(f"{login},{state}\n")
        elif not assigned:
            out.write(f"{login},unassigned\n")
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
os.write(3, json.dumps({"cpuSeconds": used.ru_utime + used.ru_stime, "peakMb": peak}).encode())
