package dev.gatehouse.auth;

import dev.gatehouse.auth.admin.AdminApi;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrators;
import dev.gatehouse.auth.admin.RefusedAdministrators;
import dev.gatehouse.auth.admin.resource.AuthRoutes;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.token.Tokens;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the admin API needs of this module.
 *
 * @param about what can be administered
 */
record Administering(Auth.Parts parts, TokenAuthenticator tokens, AuthRoutes.Parts about) {

    /** @param changed run after a switch was thrown */
    static Administering of(
            Auth.Parts parts,
            Known known,
            Agents agents,
            Tokens tokens,
            OAuthClients clients,
            CodeGrants grants,
            Runnable changed) {
        AuthRoutes.Parts about = new AuthRoutes.Parts(
                agents.credentials(),
                agents.listing(),
                agents.apiKeys(),
                KillDesk.orders(parts, known, changed),
                known.dataKeys(),
                known.keys(),
                known.people(),
                known.roles(),
                clients.directory(),
                grants,
                known.revocations(),
                parts.place(),
                parts.revisions());
        return new Administering(parts, tokens.inspector(), about);
    }

    AdminApi api(Predicate<String> machine, List<AdminRoute> others) {
        RefusedAdministrators refused = new RefusedAdministrators(parts.journal(), parts.clocks());
        Administrators administrators =
                new Administrators(machine, tokens, about.people(), about.roles(), refused, parts.revisions());
        List<AdminRoute> routes =
                Stream.concat(AuthRoutes.of(about).stream(), others.stream()).toList();
        return new AdminApi(routes, administrators, refused, parts.issuer(), parts.revisions());
    }
}
