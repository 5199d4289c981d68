package dev.gatehouse.auth;

import dev.gatehouse.auth.admin.AdminApi;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrators;
import dev.gatehouse.auth.admin.RefusedAdministrators;
import dev.gatehouse.auth.admin.resource.AuthRoutes;
import dev.gatehouse.auth.bearer.TokenAuthenticator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the admin API needs of this module.
 *
 * @param about what can be administered
 */
record Administering(Auth.Parts parts, TokenAuthenticator tokens, AuthRoutes.Parts about) {

    AdminApi api(Predicate<String> machine, List<AdminRoute> others) {
        RefusedAdministrators refused = new RefusedAdministrators(parts.journal(), parts.clocks());
        Administrators administrators =
                new Administrators(machine, tokens, about.people(), about.roles(), refused, parts.revisions());
        List<AdminRoute> routes =
                Stream.concat(AuthRoutes.of(about).stream(), others.stream()).toList();
        return new AdminApi(routes, administrators, refused, parts.issuer(), parts.revisions());
    }
}
