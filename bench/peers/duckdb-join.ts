// The plain join by a database that is made for it: both files read, matched by NameID, login and alias, and classified.
import { DuckDBInstance } from '@duckdb/node-api';

const [exportFile = '', snapshotFile = '', outFile = ''] = process.argv.slice(2);

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const columns =
  "{'id': 'VARCHAR', 'nameId': 'VARCHAR', 'logins': 'VARCHAR[]', 'state': 'VARCHAR', " +
  "'aliases': 'STRUCT(login VARCHAR)[]', 'assignments': 'STRUCT(via VARCHAR)[]'}";
await connection.run(`
  CREATE TABLE people AS SELECT * FROM read_json(${quoted(snapshotFile)}, format = 'newline_delimited', columns = ${columns})
    WHERE id IS NOT NULL;
  CREATE TABLE keys AS
    SELECT lower(nameId) AS login, state, len(assignments) > 0 AS assigned FROM people
    UNION ALL SELECT lower(unnest(logins)), state, len(assignments) > 0 FROM people
    UNION ALL SELECT lower(unnest(aliases).login), state, len(assignments) > 0 FROM people;
  COPY (
    SELECT email, CASE WHEN state IS NULL THEN 'orphaned' WHEN state <> 'active' THEN state ELSE 'unassigned' END
    FROM (
      SELECT lower(Email) AS email, any_value(keys.state) AS state, bool_or(assigned) AS assigned
      FROM read_csv(${quoted(exportFile)}, all_varchar = true) AS users LEFT JOIN keys ON lower(users.Email) = keys.login
      GROUP BY 1
    ) WHERE state IS NULL OR state <> 'active' OR NOT assigned
  ) TO ${quoted(outFile)} (HEADER false);
`);
connection.closeSync();
