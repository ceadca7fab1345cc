package io.tokenward.proxy.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A document of a manifest, asked by paths such as {@code spec.template.spec.containers.0.name}. */
record Yaml(Object node) {
    static List<Yaml> all(String text) {
        List<Yaml> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadAllFromString(text))
            documents.add(new Yaml(document));
        return documents;
    }

    static Yaml kind(List<Yaml> documents, String kind) {
        return documents.stream()
                .filter(each -> each.text("kind").equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }

    boolean has(String path) {
        Object at = node;
        for (String name : path.split("\\.", -1)) {
            if (at instanceof List<?> list && Integer.parseInt(name) < list.size()) {
                at = list.get(Integer.parseInt(name));
            } else if (at instanceof Map<?, ?> map && map.containsKey(name)) {
                at = map.get(name);
            } else {
                return false;
            }
        }
        return true;
    }

    Yaml at(String path) {
        Object at = node;
        for (String name : path.split("\\.", -1)) {
            if (!new Yaml(at).has(name)) throw new AssertionError("no " + name + " of " + path + " in " + at);
            at = at instanceof List<?> list ? list.get(Integer.parseInt(name)) : ((Map<?, ?>) at).get(name);
        }
        return new Yaml(at);
    }

    /** {@code data} has keys with dots in them. */
    String entry(String map, String key) {
        return String.valueOf(((Map<?, ?>) at(map).node()).get(key));
    }

    String text(String path) {
        return String.valueOf(at(path).node());
    }

    int number(String path) {
        return Integer.parseInt(text(path));
    }

    List<Yaml> items(String path) {
        return ((List<?>) at(path).node()).stream().map(each -> new Yaml(each)).toList();
    }

    Map<?, ?> map() {
        return (Map<?, ?>) node;
    }
}
