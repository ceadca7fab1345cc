package io.tokenward.rules;

import java.util.HashMap;
import java.util.Map;

/** Which three units of a literal are the rarest in ordinary text: a search for those stops least often for nothing. Stateless. */
final class RareThree {
    /** The most frequent threes inside English words, the most frequent first. */
    private static final String FREQUENT = "the and ing ion tio ent for you ter hat ate ati est her all thi ons res his con tha ith "
            + "ers ver wit are ere pro com eve rea sta nce ted ive ill our str nte out ess use men cti rom tin ame int sti ine art "
            + "ist ica per ear ort wer can act ide ect one not ste ove oun cha ten tra ain ant der was ave ore ans eas fro ome ins "
            + "hin tor rat pre ity ont man cal enc low end que tic wor ple lea ase rin iti age oll ail tri pla ell orm nti eri ric "
            + "llo ies par any era lin lan ite ime ser ous nal son igh hav inc omp eat ues wil win und ble ast tes tan ran red din "
            + "tim hou ven tur nst ces oth cou hen mat les lly spo sen ust ice rit por rie anc whi mor ial lle ind ner ght han oul "
            + "hic min fol";
    /** Units from the most frequent on; what is not here is rarer still. */
    private static final String UNITS = " etaoinsrhldcumpgfywb.,v'k\n:-012\"jxq()9z5348_/6!{7?[*];><=}\\&%";
    private static final int ALL_FREQUENT = 1 << 20;
    private static final Map<String, Integer> RANKS = new HashMap<>();

    static {
        for (String three : FREQUENT.split(" "))
            RANKS.put(three, RANKS.size());
    }

    private RareThree() {}

    /** Where they begin in a literal in lower case that has at least three. */
    static int in(String literal) {
        int best = 0;
        for (int at = 1; at + 3 <= literal.length(); at++)
            if (weight(literal, at) < weight(literal, best)) best = at;
        return best;
    }

    private static int weight(String literal, int at) {
        Integer rank = RANKS.get(literal.substring(at, at + 3));
        if (rank != null) return ALL_FREQUENT - rank;
        int weight = 1;
        for (int i = at; i < at + 3; i++) {
            int place = UNITS.indexOf(literal.charAt(i));
            weight *= place < 0 ? 1 : UNITS.length() + 1 - place;
        }
        return weight;
    }
}
