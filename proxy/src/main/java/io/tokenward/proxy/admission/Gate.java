package io.tokenward.proxy.admission;

import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Unscreened;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.route.Route;
import io.tokenward.proxy.route.Routes;
import java.util.Optional;

/** Closed for what cannot be screened, unless the route lets it pass. */
final class Gate {
    private Gate() {}

    /** Lets an operation through, or refuses it before its body is read. */
    static void open(Routes.Match match) throws Denied {
        if (match.operation().gate().isEmpty()) return;
        Unscreened kind = match.operation().gate().get();
        if (!match.route().unscreened().contains(kind)) throw denied("This path asks for ", kind, match.route());
    }

    /** Lets a request through, or refuses it for the first thing in it that the route does not let pass. */
    static void open(Routes.Match match, ModelCall call) throws Denied {
        for (Unscreened kind : call.opaque().kinds()) {
            if (match.route().unscreened().contains(kind)) continue;
            String param = call.param(call.opaque().place(kind));
            throw denied(param + " holds ", kind, match.route()).at(param);
        }
        if (!match.route().linkHosts().isEmpty()) openLinks(match.route(), call);
    }

    private static void openLinks(Route route, ModelCall call) throws Denied {
        Optional<String> place = call.opaque().elsewhere(route.linkHosts());
        if (place.isEmpty()) return;
        String param = call.param(place.get());
        throw Problem.UNSCREENABLE.denied(param + " leads to a host that is not in the list link-hosts of route "
                + route.base() + ", or is no plain https:// or http:// address. Send the content itself instead, or let"
                + " the host pass there.").at(param);
    }

    /** The same for what came back. Numbers in an answer are no text in disguise: nobody reads them as tokens. */
    static void openAnswer(Routes.Match match, ModelCall answer) throws Denied {
        boolean media = answer.opaque().kinds().contains(Unscreened.MEDIA);
        if (!media || match.route().unscreened().contains(Unscreened.MEDIA)) return;
        String param = answer.param(answer.opaque().place(Unscreened.MEDIA));
        throw denied(param + " of the answer holds ", Unscreened.MEDIA, match.route());
    }

    /** Why an operation without a prompt was let through. */
    static String coverage(Routes.Match match) {
        return match.operation().gate().map(kind -> "by-policy(" + kind.word() + ")").orElse("by-policy(no-prompt)");
    }

    private static Denied denied(String what, Unscreened kind, Route route) {
        return Problem.UNSCREENABLE
                .denied(what + kind.meaning() + ", which cannot be screened. Send text instead, or let "
                        + kind.word() + " pass in the key unscreened of route " + route.base() + ".");
    }
}
