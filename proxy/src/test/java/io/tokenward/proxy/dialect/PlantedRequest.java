package io.tokenward.proxy.dialect;

import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Role;

/**
 * A request written with {@code §ROLE POINTER§} wherever text can stand; an asterisk in the pointer is the marker itself.
 *
 * @param body the request with markers in their places
 */
record PlantedRequest(String body, List<DialectContract.Planted> planted) {
    static PlantedRequest of(String template) {
        var out = new StringBuilder();
        List<DialectContract.Planted> planted = new ArrayList<>();
        String[] pieces = template.split("§", -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i % 2 == 0) {
                out.append(pieces[i]);
                continue;
            }
            String marker = "planted-" + i;
            String[] words = pieces[i].split(" ", 2);
            planted.add(
                    new DialectContract.Planted(marker, Role.valueOf(words[0]), words[1].replace("*", marker)));
            out.append(marker);
        }
        return new PlantedRequest(out.toString(), planted);
    }
}
