; "Upload with Albumen" in the menu of photos, videos and folders in the Explorer.
;
; A verb beside what opens a file, never in its place: no type of file changes its program. SHCTX is the registry of who
; installs: HKEY_CURRENT_USER, or HKEY_LOCAL_MACHINE for an installation for everybody. A file of a type for which a codec says
; neither "image" nor "video" gets no entry. Of several files that are selected, each starts the program; the second start
; hands its file to the first, which makes one plan of all. "Player" lets up to a hundred be given so; more come as a folder.

!define ALBUMEN_VERB "shell\Albumen.Upload"

!macro ALBUMEN_VERB_WRITE CLASS
  WriteRegStr SHCTX "Software\Classes\${CLASS}\${ALBUMEN_VERB}" "" "Upload with Albumen"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\${ALBUMEN_VERB}" "Icon" "$\"$INSTDIR\${MAINBINARYNAME}.exe$\",0"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\${ALBUMEN_VERB}" "MultiSelectModel" "Player"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\${ALBUMEN_VERB}\command" "" "$\"$INSTDIR\${MAINBINARYNAME}.exe$\" -- $\"%1$\""
!macroend

; Only what names this program: another copy of it may have put its own there since.
!macro ALBUMEN_VERB_REMOVE CLASS
  ReadRegStr $R7 SHCTX "Software\Classes\${CLASS}\${ALBUMEN_VERB}\command" ""
  ${If} $R7 == "$\"$INSTDIR\${MAINBINARYNAME}.exe$\" -- $\"%1$\""
    DeleteRegKey SHCTX "Software\Classes\${CLASS}\${ALBUMEN_VERB}"
  ${EndIf}
!macroend

; The Explorer reads the menu again (SHCNE_ASSOCCHANGED, SHCNF_FLUSH).
!macro ALBUMEN_VERBS_CHANGED
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0x1000, p 0, p 0)"
!macroend

!macro NSIS_HOOK_POSTINSTALL
  !insertmacro ALBUMEN_VERB_WRITE "SystemFileAssociations\image"
  !insertmacro ALBUMEN_VERB_WRITE "SystemFileAssociations\video"
  !insertmacro ALBUMEN_VERB_WRITE "Directory"
  !insertmacro ALBUMEN_VERBS_CHANGED
!macroend

; An update installs over what is there and writes the same again.
!macro NSIS_HOOK_PREUNINSTALL
  ${If} $UpdateMode <> 1
    !insertmacro ALBUMEN_VERB_REMOVE "SystemFileAssociations\image"
    !insertmacro ALBUMEN_VERB_REMOVE "SystemFileAssociations\video"
    !insertmacro ALBUMEN_VERB_REMOVE "Directory"
    !insertmacro ALBUMEN_VERBS_CHANGED
  ${EndIf}
!macroend
