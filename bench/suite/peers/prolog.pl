% SWI-Prolog: a predicate of facts for each relation, with an index made for each argument that is asked by.
% `swipl prolog.pl import TABLE FILE.qlf` compiles facts; `swipl prolog.pl serve FILE.qlf` answers the lines that common.py tells of.

:- initialization(main, main).
:- use_module(library(ordsets)).
:- use_module(library(aggregate)).
:- use_module(library(pairs)).
:- use_module(library(readutil)).

main([import, Facts, Target]) :- !,
    qcompile(Facts),
    file_name_extension(Base, _, Facts), file_name_extension(Base, qlf, Made),
    rename_file(Made, Target).
main([serve, File|_]) :-
    load_files(File, [silent(true)]),
    set_prolog_flag(gc, true),
    say(ready),
    serve.

say(Words) :- format("~w~n", [Words]), flush_output.

serve :-
    read_line_to_string(current_input, Line),
    (   Line == end_of_file -> true
    ;   split_string(Line, " ", "", [Order, Code|Rest]), atom_string(Query, Code),
        (   \+ clause(q(Query, _), _) -> say(none)
        ;   catch(order(Order, Query, Rest), Error, (print_message(silent, Error), format("failed ~q~n", [Error]))), flush_output
        ),
        serve
    ).

order("rows", Query, _) :-
    q(Query, Rows), length(Rows, N), format("~d~n", [N]),
    forall(member(Row, Rows), (Row = [_|_] -> atomic_list_concat(Row, '\t', Text), format("~w~n", [Text]) ; format("~w~n", [Row]))).
order("time", Query, [Times]) :-
    number_string(N, Times),
    get_time(Start), times(N, Query), get_time(End),
    Nanoseconds is round((End - Start) * 1000000000), format("~d~n", [Nanoseconds]).

times(N, Query) :- between(1, N, _), \+ q(Query, _), !.
times(_, _).

% everything at or below the members of a list, by a step
closure(Step, Start, All) :- sort(Start, First), closure(First, Step, First, All).
closure([], _, All, All) :- !.
closure(Front, Step, Seen, All) :-
    findall(Y, (member(X, Front), call(Step, X, Y)), Next0), sort(Next0, Next1),
    ord_subtract(Next1, Seen, Next), ord_union(Seen, Next, Seen1),
    closure(Next, Step, Seen1, All).

narrower(X, Y) :- is_a(Y, X).
part(X, Y) :- is_a(Y, X).
part(X, Y) :- part_of(Y, X).

distinct(Template, Goal, Rows) :- findall(Template, Goal, All), sort(All, Rows).

% none for Q00: what is asked from inside has no call to be measured
q('Q01', Rows) :- name(cxcr4, G), findall(C, (upregulates(C, G), kind_compound(C)), Rows).
q('Q02', Rows) :- name(dexamethasone, C), findall(G, downregulates(C, G), Rows).
q('Q03', Rows) :- name(cdkn1a, G), name(neutropenia, S), findall(C, (upregulates(C, G), causes(C, S)), Rows).
q('Q04', Rows) :- name(breast_cancer, D), name(mammary_gland, A), findall(G, (associates(D, G), expresses(A, G), \+ binds(_, G)), Rows).
q('Q05', Rows) :- name(hypertension, H), name(artery_disease, A), distinct(C, (treats(C, H) ; palliates(C, H) ; treats(C, A)), Rows).
q('Q06', Rows) :- name(cancer, D), closure(narrower, [D], All), distinct(G, (member(X, All), associates(X, G)), Rows).
q('Q07', Rows) :- name(vegf, P), distinct(C, (participates(G, P), binds(C, G)), Rows).
q('Q08', Rows) :- name(inflammation, P), closure(part, [P], All),
    distinct(G, (member(X, All), participates(G, X)), Genes),
    distinct(C, (member(G, Genes), binds(C, G)), Compounds),
    distinct(S, (member(C, Compounds), causes(C, S)), Rows).
q('Q09', Rows) :- findall(G, (kind_compound(C), upregulates(C, G)), All), msort(All, Sorted), runs(Sorted, Runs),
    sort(0, @=<, Runs, Ordered), length(Rows0, 20), append(Rows0, _, Ordered),
    findall([G, N], (member(M-G, Rows0), N is -M), Rows).
q('Q13', Rows) :- name(tp53, G), findall(X, regulates(G, X), First), closure(regulates, First, All), ord_subtract(All, [G], Rows).
q('Q14', Rows) :- name(immunity, P), closure(part, [P], All), ord_subtract(All, [P], Rows).
q('Q16', Rows) :- findall([C, D, G], (treats(C, D), upregulates(C, G), upregulates(D, G)), Rows).
q('Q18', [N]) :- aggregate_all(count, (interacts(A, B), interacts(B, C), interacts(A, C)), N).
q('Q19', Rows) :- name(metformin, C), name(diabetes, D),
    findall([G, P, H], (binds(C, G), participates(G, P), kind_pathway(P), participates(H, P), G \== H, associates(D, H)), Rows).

runs([], []).
runs([G|Rest], [M-G|Runs]) :- run(Rest, G, 1, N, Left), M is -N, runs(Left, Runs).
run([G|Rest], G, N0, N, Left) :- !, N1 is N0 + 1, run(Rest, G, N1, N, Left).
run(Left, _, N, N, Left).
