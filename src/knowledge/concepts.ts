/**
 * What words of this field mean the same to a person: a hand-made lexicon. A word may belong to several ideas; `_` joins
 * the words of a phrase. Spelling slips of one letter (two in long words) are found without being listed.
 */
export const CONCEPTS: Readonly<Record<string, string>> = {
  // The medicines: names and brands of antidepressants, then words for any.
  drug: `sertraline zoloft lustral fluoxetine prozac sarafem citalopram celexa cipramil escitalopram lexapro cipralex
    paroxetine paxil seroxat fluvoxamine luvox faverin venlafaxine effexor efexor desvenlafaxine pristiq duloxetine
    cymbalta mirtazapine remeron zispin bupropion wellbutrin zyban vortioxetine trintellix brintellix trazodone
    amitriptyline nortriptyline clomipramine imipramine agomelatine vilazodone viibryd milnacipran lofepramine dosulepin
    moclobemide phenelzine tranylcypromine lex prozak setraline sertralin cit sert ven mirt pax auvelity spravato`,
  med: `antidepressant antidepressants ssri ssris snri snris med meds medication medications medicine medicines pill pills
    tablet tablets tabs drug drugs prescription prescribed ads ad happy_pills psych_meds capsule capsules`,
  depression: `depression depressed depressive mdd low_mood the_black_dog illness condition`,
  // Blunting.
  flat: `flat flatness numb numbness numbed blunted blunting blunt emotionless robotic zombie zombified zombielike dulled
    dull muted muffled grey gray monotone nothingness deadened lifeless empty emptiness hollow blank void shell vacant
    cardboard beige bland unfeeling apathetic ghost dead_inside feel_nothing feels_nothing feeling_nothing no_emotions
    no_emotion no_feelings no_feeling any_emotion any_emotions cotton_wool meh flatlined flatline flatlining robot cold
    anhedonia stone stoned_faced poker_face switched_off shut_off without_emotion volume_turned_down wooden tin_man statue
    cant_feel cannot_feel can_not_feel not_feel_anything not_feeling_anything feel_anything feeling_anything dont_feel
    do_not_feel not_feel zero_emotion mannequin blah bleh npc spark greyness colourless unmoved nothing_inside`,
  emotion: `emotion emotions emotional emotionally feelings affect sensations mood`,
  normal: `normal common usual typical anyone_else anybody_else everyone_else only_one just_me only_me rare weird odd
    how_many percent percentage proportion stats statistics people_get happen_to_everyone supposed_to other_people others
    expected to_be_expected standard unusual par_for_the_course lots_of_people many_people ordinary`,
  define: `mean means meaning define definition term called word explain explained what_is_it stand_for describe jargon`,
  cause: `cause causes caused causing reason blame which_is_it one_or_the_other or_is_it is_it_me or_me how_do_i_know how_can_i_tell
    tell_the_difference difference_between know_if figure_out to_do_with because_of due_to coming_from doing_this culprit
    responsible whose comes_from work_out_if`,
  both: `both either good_and_bad bad_and_good highs lows positive negative happy_and_sad two_questions good_feelings bad_feelings
    good_ones bad_ones nice_feelings hard_feelings happy_stuff sad_stuff ups downs`,
  asks: `you_ask asking_me ask_me you_asking ask_about you_keep_asking asks questions question_about separate separately twice`,
  better: `better improve improves improved go_away goes_away wear_off wears_off come_back comes_back get_back return returns ever
    forever permanent permanently last lasts pass end fade temporary rest_of_my_life stuck_like this_way again get_used
    eventually reversible for_good still_be always_be snap_out hope`,
  options: `options option what_can_i_do what_can_be_done fix treat treatment solution remedy cure do_about done_about ways get_rid
    choices things_to_try next_step next_steps make_it_stop ideas counter combat tackle lower_dose add_on augment reverse`,
  least: `least less_numbing less_flattening which_one which_ones best other_meds other_drugs other_antidepressants
    compared compare versus vs alternatives lowest worst better_than`,
  cry: `cry crying cried cries tears tear weep weeping sob sobbing teary bawl tearful tear_up well_up waterworks funeral wept`,
  love: `love loving loved adore affection attracted attraction romantic in_love affectionate bond bonding cuddle warmth
    butterflies feel_for closeness connection connected`,
  partner: `partner husband wife boyfriend girlfriend bf gf spouse fiance fiancee hubby missus marriage relationship kids kid
    children child baby daughter son newborn family mum mom dad mother father sister brother girl_friend parents toddler`,
  care: `care caring cares dont_care do_not_care not_care couldnt_care bothered indifferent indifference apathy idc dgaf whatever
    give_a_damn give_a_shit interest interested uninterested motivation unbothered arsed point_of_anything matters matter fussed
    enthusiasm passion hobbies`,
  self: `myself who_i_am personality identity not_me old_me real_me unreal detached detachment stranger mirror autopilot depersonalised
    depersonalized dissociated dissociating someone_else different_person outside_my_body watching_myself person_i_was
    recognise recognize used_to_be authentic lost_me not_here dreamlike dream_state spectator in_a_film in_a_movie behind_glass
    disconnected lost_myself character`,
  trade: `trade trade_off tradeoff worth worth_it price calm calmer calmness at_least bargain deal rather prefer peace less_pain
    no_pain less_sad no_longer_sad peaceful quieter compromise numbness_is_nice like_it dont_mind do_not_mind relief nicer cost
    sacrifice good_thing swap_for exchange`,
  lift: `reduce reduces lessen take_away takes_away un_numb unnumb help_numbness numb_before numb_already make_me_feel feel_again
    bring_back brings_back restore before_the_meds before_meds before_i_started before_starting help_me_feel thaw wake_up_my`,
  stress: `stress stressed stressful anxiety anxious burnout burned_out burnt_out overwork overworked trauma traumatic shock pressure
    exams overwhelmed work_stress worry worrying ptsd grief`,
  fault: `broken failing failure failed fault wrong_with_me damaged defective blame_myself my_fault messed_up screwed_up doing_wrong
    doing_something_wrong hopeless_case beyond_repair ungrateful useless a_mess bad_person not_trying trying_hard_enough guilty`,
  score: `score scores scored chart charts graph numbers phq phq9 gad gad7 questionnaire questionnaires results on_paper points
    improvement measures ratings objectively technically scale going_down gone_down went_down`,
  fog: `fog foggy concentrate concentration concentrating focus focusing memory forget forgetting forgetful forgot_the_word words
    brain brainfog think_straight thinking_straight dumb dumber stupid slow cloudy cloud hazy scatterbrained spaced_out spacey
    remember reading same_page lose_my_train train_of_thought mind_goes_blank muddled fuzzy cotton_head word_finding`,
  shame: `ashamed shame weak weakness embarrassed embarrassing embarrassment crutch stigma judged judging man_up cheating pathetic loser
    snap_out_of_it tough strong hide hiding on_my_own look_down cop_out easy_way_out ought_to_cope`,
  // Stopping.
  stop: `stop stopping stopped quit quitting cold_turkey come_off coming_off go_off going_off get_off getting_off ditch bin binning flush
    chuck throw off_them off_it off_these off_my give_up just_stop done_with jack_in stop_taking not_take pack_in without_them
    need_them unmedicated`,
  zaps: `withdrawal withdrawals zap zaps brain_zaps shocks electric discontinuation dizzy dizziness wd symptoms vertigo shivers`,
  taper: `taper tapering wean weaning reduce_slowly slowly gradually schedule liquid cut_down cutting_down lower_it step_down`,
  relapse: `relapse relapsing relapsed come_back_depression returning depression_back`,
  already: `already_stopped stopped_taking havent_taken have_not_taken days_ago weeks_ago last_week went_cold_turkey stopped_my
    came_off quit_my off_it_since`,
  runout: `ran_out run_out running_out no_more_pills refill pharmacy_closed out_of_pills out_of_meds none_left last_pill empty_bottle`,
  // Worse, early, urgent.
  worse: `worse worsening worsen deteriorating going_downhill making_it_worse made_me_worse backwards harming bad_for_me against_me
    not_helping hurting_me lower_than_before more_depressed wrecking messing_me_up`,
  early: `first_week first_weeks first_two first_few second_week week_one week_two day_three two_weeks one_week few_days just_started
    started_last started_this new_to start_up beginning at_first initial early since_starting week_1 week_2 day_1 day_2 day_3 day_4
    day_5 day_6 day_8 day_9 day_10 days_in weeks_in nine_days ten_days`,
  panic: `panic panicky panicking panic_attack panic_attacks anxious anxiety jittery nervous on_edge wound_up agitated`,
  akath: `sit_still cant_sit cannot_sit crawling skin restless restlessness pacing pace akathisia fidget legs keep_moving`,
  young: `under_25 young youth teen teenager teenage black_box boxed age nineteen twenty eighteen seventeen 16 17 18 19 20 21 22 23
    24 25 young_adults young_people uni college sixth_form my_age warning`,
  suicidal: `suicidal suicide self_harm harm dark_thoughts bad_thoughts intrusive violent kill die dying end_it hurt_myself`,
  mania: `mania manic hypomanic wired racing no_sleep_needed spending spree hyper unstoppable high bipolar elated`,
  voices: `voices hearing hallucinating hallucinations seeing_things paranoid`,
  // Working.
  long: `how_long long_before long_until long_till when_will when_do when_does kick_in kicks_in start_working starts_working take_to_work
    takes_to_work start_to_work how_many_weeks how_soon how_quickly how_fast take_effect until_it_works till_it_works feel_a_difference
    feel_anything_yet notice work_yet full_effect until till wait waiting weeks months`,
  work: `work works working effective effectiveness placebo evidence proven actually_work do_anything do_they_help any_good scam
    big_pharma success point helps help sugar_pill really_work snake_oil con trials`,
  serotonin: `serotonin chemical imbalance imbalanced chemicals dopamine neurotransmitter brain_chemistry brain_chemicals chemistry debunked
    theory myth`,
  stopped_working: `stopped_working not_working_anymore no_longer_work no_longer_works poop_out pooped_out wore_off doesnt_work_anymore
    lost_its_effect quit_working used_to_work worked_for_years tolerance`,
  life: `for_life rest_of_my_life long_term forever lifelong how_long_do_i_stay how_long_should_i_stay stay_on years`,
  env: `environment surroundings home_life housing noisy neighbourhood job mice mouse where_i_live toxic`,
  therapy: `therapy cbt counselling counseling talking_therapy psychotherapy emdr talk_therapy`,
  // Side effects.
  side: `side_effect side_effects effects sides_effects sideeffects adverse reaction reactions what_to_expect leaflet side`,
  gut: `nausea nauseous sick vomiting vomit throwing_up puke diarrhea diarrhoea constipation stomach tummy gut bowels queasy runs`,
  sex: `sex sexual libido orgasm horny erection erections ejaculate come climax drive bedroom intimacy turned_on aroused pssd
    genital`,
  weight: `weight fat gained gain pounds kilos appetite hungry eating overeating stone_heavier jeans`,
  insomnia: `insomnia cant_sleep cannot_sleep awake nightmares vivid_dreams dreams sleepless wake_up sleep_at_night`,
  sleepy: `sleepy tired exhausted drowsy sleeping_all_day fatigue knackered yawning sleep_all nap lethargic`,
  body: `sweat sweating sweats shaking shaky tremor headache headaches dry_mouth jaw teeth_grinding yawn hands_shake`,
  bleed: `bleed bleeding bruise bruises bruising nosebleed blood`,
  heart: `heart palpitations faint fainted fainting chest heartbeat pulse qt`,
  sodium: `sodium confused confusion`,
  report: `report yellow_card medwatch complain complaint reporting`,
  // Doses and mixing.
  missed: `missed miss forgot skip skipped skipping didnt_take did_not_take forgotten late_dose double_up catch_up take_two make_up`,
  often: `keep_forgetting always_forget remember_to_take reminder pillbox`,
  extra: `extra too_many double_dose took_two twice_by_accident accidentally_took took_it_twice overdose too_much`,
  timing: `morning night evening bedtime with_food empty_stomach time_of_day what_time breakfast`,
  dose: `dose dosage mg higher lower halve half too_high too_low up_my increase increased upped dosing`,
  herbal: `st_johns johns_wort wort vitex herbal herbs supplement supplements ashwagandha adaptogen adaptogens 5htp saffron chasteberry`,
  otc: `ibuprofen paracetamol aspirin painkiller painkillers cough cold_medicine triptan tramadol nurofen advil tylenol codeine sudafed`,
  alcohol: `alcohol drink drinking beer wine booze drunk vodka pint pub hangover`,
  street: `mdma ecstasy molly coke cocaine weed cannabis ketamine shrooms acid lsd joint thc cbd festival`,
  preg: `pregnant pregnancy breastfeeding breastfeed trying_for_a_baby ttc expecting nursing`,
  drive: `driving drive_a_car machinery car forklift`,
  exercise: `exercise gym running walk walking yoga workout swimming`,
  sleep: `sleep sleeping routine bedtime_routine wake_time`,
  food: `food diet eat sugar probiotics vitamins gut_health`,
  people: `lonely friends company isolated alone isolating socialise`,
  mind: `meditation meditate mindfulness journaling journalling breathing relaxation headspace`,
  instead: `instead_of replace natural naturally lifestyle without_meds alternatives_to`,
  motiv: `cant_get_up cannot_get_up get_out_of_bed unmotivated procrastinating lazy dishes shower get_myself_to start_anything`,
  // Talking to the prescriber; changing.
  doctor: `doctor doctors gp doc docs dr psych psychiatrist prescriber nurse np pdoc shrink physician surgery clinic provider consultant`,
  raise: `bring_up bring_this_up bring_it_up mention say tell talk talking raise explain ask appointment visit conversation phrase word_it
    describe_it speak how_to_tell how_do_i_say what_do_i_say what_should_i_say appt check_up review put_it_into_words telling consult`,
  dismissed: `brushed dismissed ignored not_listen doesnt_listen wont_listen fobbed second_opinion laughed shrugged take_me_seriously`,
  decides: `who_decides whose_job therapist_says counsellor_says therapist_or`,
  switching: `switch switching swap swapping change_to changing_to different_one another_one different_med change_meds change_my_meds
    move_to another_antidepressant something_else try_another try_a_different changing change other_one`,
  types: `difference_between_ssri types kinds families family_of maoi tricyclic tricyclics class classes`,
  generic: `generic brand brands manufacturer teva accord different_colour looks_different new_packet`,
  telling: `tell_my_boss tell_my_partner tell_my_boyfriend tell_my_girlfriend tell_my_mum tell_my_mom tell_my_family tell_people
    coming_out employer hr boss colleagues disclose`,
  // The skills family and recovery.
  credit: `credit deserve pill_did_it all_the_pill just_the_meds medication_did attribute bias`,
  inventory: `inventory skills skill list_of_skills`,
  kindness: `self_compassion compassion cringe cringy icky kind_to_myself affirmations validate validation`,
  sober: `sober sobriety aa na_meeting recovery addict addiction addicted addictive hooked sponsor clean rehab dependent habit_forming
    drank_again used_again`,
  misuse: `snort snorting crush crushing not_prescribed misuse abusing get_high`,
  // The bot.
  bot: `robot bot ai chatgpt gpt machine program computer human real_person person automated script scripted llm siri alexa algorithm
    real_human actual_person software chatbot someone_there anyone_there talking_to who_are_you what_are_you are_you`,
  therapist: `therapist counsellor counselor psychologist professional qualified licensed nurse_or`,
  privacy: `private privacy see sees seeing read reads reading_this admin admins mod mods moderator boss_see share shared sharing sell
    sold confidential confidentiality anonymous gdpr hipaa encrypted secret spy leak stored store who_has_access find_out security
    visible insurance track tracked safe_to_tell`,
  data: `data info information account history chat_log logs messages answers records record everything_about_me entries profile`,
  erase: `delete deleting erase erased wipe remove forget_me export download copy_of get_rid_of_my unsubscribe backup take_out`,
};

/** Ideas that say of a message that it is in our field at all. */
export const FIELD_CONCEPTS: ReadonlySet<string> = new Set(
  `drug med depression flat emotion cry love care self trade lift fault score fog shame stop zaps taper relapse already runout worse akath
  suicidal mania voices long serotonin stopped_working therapy side gut sex weight insomnia sleepy body bleed missed often extra
  dose herbal otc alcohol street preg doctor dismissed switching credit kindness sober misuse bot privacy erase stress panic
  young data therapist motiv telling generic inventory`.split(/\s+/),
);
