// An OpenID Connect provider for the tests: node provider.mjs ISSUER REDIRECT_URI [all]. It prints its port, behind which
// the test stands as ISSUER. With "all" the ID token holds every claim; without, only the person's id, as is usual.
import Provider from "oidc-provider";

const [issuer, redirect, all] = process.argv.slice(2);
const people = {
  "id-a": { preferred_username: "user-a", name: "用户甲", department: "处室甲", groups: ["readers", "editors"], realm: { roles: ["leads"] } },
  "id-c": { preferred_username: "user-c", name: "用户丙", azp: "other" },
  "id-d": { preferred_username: "user-d", name: "用户丁", at_hash: "of-another-token" },
  "id-b": { preferred_username: "user-b", name: "用户乙", groups: [] },
};
const client = (client_id) => ({ client_id, client_secret: "secret-of-a-test", redirect_uris: [redirect] });
const provider = new Provider(issuer, {
  clients: [client("tongbao"), client("other")],
  claims: { openid: ["sub", "azp", "at_hash"], profile: ["preferred_username", "name", "department", "realm"], groups: ["groups"] },
  conformIdTokenClaims: !all,
  cookies: { keys: ["key-of-a-test"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  pkce: { required: () => true },
  ttl: { IdToken: 90, AccessToken: 90, Grant: 600, Interaction: 600, Session: 600 },
});
const server = provider.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume(); // the test is gone
